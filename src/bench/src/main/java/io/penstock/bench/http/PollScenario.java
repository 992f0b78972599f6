package io.penstock.bench.http;

import io.penstock.bench.measure.Meter;
import io.penstock.bench.measure.Plan;
import io.penstock.bench.measure.Result;
import io.penstock.bench.measure.Scenario;
import io.penstock.bench.measure.Windows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Some connections take messages by long polls, and accept by one request what a poll has brought. It goes in rounds,
 * which are what windows are elsewhere: the queue is filled, which does not count, and emptied, which does.
 *
 * @param most messages of a poll
 */
public record PollScenario(String name, List<String> comparedTo, MeasuredServer server, int most) implements Scenario {

    private static final int FIRST_ROUND = 20_000;

    /** So that a round is more than one poll of each connection. */
    private static final int SMALLEST_ROUND = 4_000;

    /** What a round puts on the disk at most: some 400 MiB. */
    private static final int LARGEST_ROUND = 400_000;

    @Override
    public Result run(Plan plan, Path directory) throws IOException {
        var process = server.started(plan);
        var meter = new Meter();
        var rounds = new PollRounds(process, name, most, meter);
        var calls = process.calls();
        calls.declare(name, "QUEUE");
        int size = warmUp(rounds, plan);
        meter.resetLatencies();
        var measured = measure(rounds, size, plan, meter);
        var result = HttpResult.of(name, server.durability(), measured, further(calls, meter));
        calls.delete(name);
        return result;
    }

    /** Runs rounds for as long as a server warms up. The result is how many messages a measured one needs. */
    private static int warmUp(PollRounds rounds, Plan plan) {
        long left = Warm.plan(plan).warmUpNanos();
        var size = Math.min(FIRST_ROUND, plan.records());
        do {
            var round = rounds.run(size);
            left -= round.nanos();
            double perWindow = (double) plan.windowNanos() / round.nanos() * round.messages();
            size = (int) Math.min(LARGEST_ROUND, Math.max(Math.min(SMALLEST_ROUND, plan.records()), perWindow));
        } while (left > 0);
        return size;
    }

    private Windows measure(PollRounds rounds, int size, Plan plan, Meter meter) {
        var rates = new double[plan.windows()];
        long cpu = 0;
        long messages = 0;
        for (int i = 0; i < rates.length; i++) {
            var round = rounds.run(size);
            rates[i] = round.perSecond();
            cpu += round.cpuNanos();
            messages += round.messages();
        }
        Arrays.sort(rates);
        return new Windows(
                rates[rates.length / 2], rates[0], meter.latencies(), Double.NaN, (double) cpu / messages, most);
    }

    private Map<String, Object> further(ServerCalls calls, Meter meter) throws IOException {
        long sent = calls.sent(name);
        long accepted = meter.completed();
        long left = calls.depth(name);
        if (sent != accepted || left != 0) {
            throw new IllegalStateException("The measurement failed: of " + sent + " messages " + accepted
                    + " were accepted, and " + left + " are left.");
        }
        var further = new LinkedHashMap<String, Object>();
        further.put("payloadBytes", MeasuredRequests.BYTES);
        further.put("connections", SendScenario.CONNECTIONS);
        further.put("together", most);
        further.put("sent", sent);
        further.put("accepted", accepted);
        return further;
    }

    @Override
    public void end() throws IOException {
        server.end();
    }
}

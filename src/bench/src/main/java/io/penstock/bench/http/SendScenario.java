package io.penstock.bench.http;

import io.penstock.bench.measure.Joined;
import io.penstock.bench.measure.Meter;
import io.penstock.bench.measure.Plan;
import io.penstock.bench.measure.Result;
import io.penstock.bench.measure.Scenario;
import io.penstock.bench.measure.Windows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Some connections send, each its next request when the last one has been answered.
 *
 * @param together messages of a request; 0 if what is sent is dropped
 */
public record SendScenario(String name, List<String> comparedTo, MeasuredServer server, int together)
        implements Scenario {

    /** How many connections are used, here and where messages are polled. */
    static final int CONNECTIONS = 16;

    @Override
    public Result run(Plan plan, Path directory) throws IOException {
        var process = server.started(plan);
        var meter = new Meter();
        var loop = new ConversationLoop(process.port(), CONNECTIONS, () -> conversation(meter), meter);
        var calls = process.calls();
        if (together > 0) {
            calls.declare(name, "QUEUE");
        }
        var measured = measure(Warm.plan(plan), meter, loop, process);
        var further = new LinkedHashMap<String, Object>();
        further.put("payloadBytes", MeasuredRequests.BYTES);
        further.put("connections", CONNECTIONS);
        further.put("together", Math.max(1, together));
        if (together > 0) {
            requireAll(calls, meter, further);
            calls.delete(name);
        }
        return HttpResult.of(name, server.durability(), measured, further);
    }

    private Conversation conversation(Meter meter) {
        return switch (together) {
            case 0 -> SendConversation.dropped(MeasuredRequests.dropped(), meter);
            case 1 -> SendConversation.single(MeasuredRequests.single(name), meter);
            default ->
                SendConversation.batch(
                        MeasuredRequests.batch(name, together), together, meter, () -> !meter.isStopped());
        };
    }

    private static Windows measure(Plan plan, Meter meter, ConversationLoop loop, ServerProcess process) {
        var client = new Thread(loop, "bench-client");
        client.start();
        try {
            return Windows.measure(plan, meter, process.handle());
        } finally {
            meter.stop();
            Joined.await(client);
            meter.requireNoFailure();
        }
    }

    private void requireAll(ServerCalls calls, Meter meter, LinkedHashMap<String, Object> further) throws IOException {
        long sent = meter.completed();
        long stored = calls.messages(name);
        if (stored != sent) {
            throw new IllegalStateException(
                    "The measurement failed: " + sent + " messages were sent, and the queue had " + stored + ".");
        }
        further.put("sent", sent);
        further.put("stored", stored);
    }

    @Override
    public void end() throws IOException {
        server.end();
    }
}

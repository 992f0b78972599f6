package io.penstock.bench.http;

import io.penstock.bench.measure.Meter;
import io.penstock.bench.measure.ProcessTime;

import java.util.function.Supplier;

/** Fills a queue, and empties it by polls; again and again. */
final class PollRounds {

    /** Messages of a request that fills the queue. */
    private static final int FILLED_TOGETHER = 100;

    private static final double NANOS_PER_SECOND = 1e9;

    private final ServerProcess process;
    private final String queue;
    private final int most;
    private final Meter meter;

    /** When the last message was accepted. */
    private long emptyNanos;

    private int unsent;

    /**
     * What was found while the queue became empty.
     *
     * @param cpuNanos of the server
     */
    record Round(int messages, long nanos, long cpuNanos) {

        double perSecond() {
            return messages * NANOS_PER_SECOND / nanos;
        }
    }

    /** @param most messages of a poll */
    PollRounds(ServerProcess process, String queue, int most, Meter meter) {
        this.process = process;
        this.queue = queue;
        this.most = most;
        this.meter = meter;
    }

    /** Runs one round with at least that many messages. */
    Round run(int wanted) {
        unsent = (wanted + FILLED_TOGETHER - 1) / FILLED_TOGETHER;
        int messages = unsent * FILLED_TOGETHER;
        fill();
        long all = meter.completed() + messages;
        long cpu = ProcessTime.nanos(process.handle());
        long began = System.nanoTime();
        loop(() -> new PollConversation(queue, most, meter, () -> isMore(all)), meter);
        return new Round(messages, emptyNanos - began, ProcessTime.nanos(process.handle()) - cpu);
    }

    private void fill() {
        var filling = new Meter();
        var request = MeasuredRequests.batch(queue, FILLED_TOGETHER);
        loop(() -> SendConversation.batch(request, FILLED_TOGETHER, filling, () -> unsent-- > 0), filling);
    }

    private boolean isMore(long all) {
        if (meter.completed() < all) {
            emptyNanos = 0;
            return true;
        }
        if (emptyNanos == 0) {
            emptyNanos = System.nanoTime();
        }
        return false;
    }

    private void loop(Supplier<Conversation> conversations, Meter counting) {
        new ConversationLoop(process.port(), SendScenario.CONNECTIONS, conversations, counting).run();
        counting.requireNoFailure();
    }
}

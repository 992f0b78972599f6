package io.penstock.broker.subscription;

import io.penstock.PenstockException;
import io.penstock.Replay;
import io.penstock.broker.delivery.ReplayEnd;
import io.penstock.broker.loop.Command;
import io.penstock.broker.loop.LoopContext;

import java.util.concurrent.CompletionStage;

/** A replay of this broker: the only consumer of a subscription that ends where it was told, and is removed with it. */
public final class LocalReplay implements Replay, ReplayEnd {

    private final LoopContext loop;
    private final Done done = new Done();
    private volatile LocalConsumer consumer;

    /** Is told by its subscription, on the loop. */
    private static final class Done extends Command<Long> {

        @Override
        public void execute() {
            throw new IllegalStateException("It is waited for, and never put into an inbox");
        }
    }

    public LocalReplay(LoopContext loop) {
        this.loop = loop;
    }

    /** Is told, on the loop, that the consumer has joined. */
    public void joined(LocalConsumer joined) {
        consumer = joined;
        loop.postponed().add(done);
    }

    @Override
    public void drained(long accepted) {
        if (loop.postponed().remove(done)) {
            consumer.close();
            done.complete(accepted);
        }
    }

    @Override
    public void cancelled() {
        if (loop.postponed().remove(done)) {
            done.refuse(new PenstockException.Unavailable("The replay was cancelled, or the broker is closed."));
        }
    }

    @Override
    public void request(long deliveries) {
        consumer.request(deliveries);
    }

    @Override
    public long done() {
        loop.requireMayWait();
        return Replay.super.done();
    }

    @Override
    public CompletionStage<Long> doneAsync() {
        return done;
    }

    @Override
    public void close() {
        consumer.close();
        loop.callQuietly(this::cancelled);
    }
}

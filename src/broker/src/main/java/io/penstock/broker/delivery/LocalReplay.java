package io.penstock.broker.delivery;

import io.penstock.PenstockException;
import io.penstock.Replay;
import io.penstock.broker.loop.Command;
import io.penstock.broker.loop.LoopContext;

import java.util.concurrent.CompletionStage;

/** A replay: the only consumer of a subscription that ends where it was told, and is gone with it. */
public final class LocalReplay implements Replay {

    private final LoopContext loop;
    private final Done done = new Done();
    private volatile Member member;

    /** Told by its subscription, on the loop. */
    private static final class Done extends Command<Long> {

        @Override
        public void execute() {
            throw new IllegalStateException("It is waited for, and never put into an inbox");
        }
    }

    public LocalReplay(LoopContext loop) {
        this.loop = loop;
    }

    /** On the loop. */
    public void joined(Member consumer) {
        member = consumer;
        loop.postponed().add(done);
    }

    /** Everything is settled. On the loop. */
    void drained(long accepted) {
        if (loop.postponed().remove(done)) {
            member.close();
            done.complete(accepted);
        }
    }

    /** On the loop. */
    void cancelled() {
        if (loop.postponed().remove(done)) {
            done.refuse(new PenstockException.Unavailable("The replay was cancelled, or the broker is closed."));
        }
    }

    @Override
    public void request(long deliveries) {
        member.request(deliveries);
    }

    @Override
    public CompletionStage<Long> done() {
        return done;
    }

    @Override
    public void close() {
        member.close();
        loop.callQuietly(this::cancelled);
    }
}

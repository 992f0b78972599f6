package io.penstock.broker.delivery;

import io.penstock.BrokerEvent;
import io.penstock.PenstockException;
import io.penstock.broker.event.DeathNotices;
import io.penstock.broker.feed.ScheduledBound;
import io.penstock.broker.loop.Alarms;
import io.penstock.broker.loop.Command;
import io.penstock.broker.loop.LoopContext;
import io.penstock.broker.loop.LoopWork;
import io.penstock.broker.loop.Outcomes;

import java.util.Set;
import java.util.function.Supplier;

/** A loop without a thread: it does at once what it is told, in the thread that tells. Serves nothing. */
public final class InlineLoop implements LoopContext, SubscriptionContext {

    private final Alarms alarms = new Alarms();

    public boolean ended;

    @Override
    public ScheduledBound scheduled() {
        return new ScheduledBound(Long.MAX_VALUE);
    }

    @Override
    public LoopContext loop() {
        return this;
    }

    @Override
    public void deliver(Command<?> command) {
        if (ended) {
            command.refuse(new PenstockException.Unavailable("ended"));
        } else {
            command.execute();
        }
    }

    @Override
    public Set<Command<?>> postponed() {
        return Set.of();
    }

    @Override
    public void submit(Command<?> command) {
        deliver(command);
    }

    @Override
    public void requireMayWait() {
        // Nobody waits here: everything is done at once.
    }

    @Override
    public void submitAndWait(Command<?> command) {
        deliver(command);
        Outcomes.await(command);
    }

    @Override
    public <T> T ask(Supplier<T> question) {
        return question.get();
    }

    @Override
    public void callQuietly(Runnable action) {
        action.run();
    }

    @Override
    public long nowMillis() {
        return 0;
    }

    @Override
    public double random() {
        return 0;
    }

    @Override
    public Alarms alarms() {
        return alarms;
    }

    @Override
    public boolean forcesSettlements() {
        return false;
    }

    @Override
    public void decide(Decision decision) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void schedule(LoopWork work) {
        // It is given no turn.
    }

    @Override
    public void stopServing() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void stopServing(PenstockException cause) {
        stopServing();
    }

    @Override
    public DeadLetterQueues deadLetterQueues() {
        throw new UnsupportedOperationException();
    }

    @Override
    public DeathNotices deaths() {
        return (death, alert) -> raise(death);
    }

    @Override
    public void raise(BrokerEvent event) {
        // Nobody listens here.
    }
}

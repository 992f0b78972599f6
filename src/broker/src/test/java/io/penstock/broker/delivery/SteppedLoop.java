package io.penstock.broker.delivery;

import io.penstock.BrokerEvent;
import io.penstock.PenstockException;
import io.penstock.broker.destination.LocalDestination;
import io.penstock.broker.event.DeathNotices;
import io.penstock.broker.feed.ScheduledBound;
import io.penstock.broker.loop.Alarms;
import io.penstock.broker.loop.Command;
import io.penstock.broker.loop.LoopContext;
import io.penstock.broker.loop.LoopWork;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** A loop that does at once what it is told, at a time that a test says; what is decided waits until that writes it. */
class SteppedLoop implements LoopContext, SubscriptionContext, DeadLetterQueues {

    final ArrayDeque<Decision> undecided = new ArrayDeque<>();
    final List<BrokerEvent> events = new ArrayList<>();
    long now = 1_000;

    private final Alarms alarms = new Alarms();
    private final Set<Command<?>> postponed = new LinkedHashSet<>();

    /** Writes the oldest decision: its entries are applied, its outcome is told. */
    Decision write() {
        var decision = undecided.remove();
        decision.entries().forEach(decision.progress()::apply);
        decision.outcome().durable();
        return decision;
    }

    void advance(long millis) {
        now += millis;
        alarms.fire(now);
    }

    @Override
    public ScheduledBound scheduled() {
        return new ScheduledBound(Long.MAX_VALUE);
    }

    @Override
    public LoopContext loop() {
        return this;
    }

    @Override
    public long nowMillis() {
        return now;
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
    public Set<Command<?>> postponed() {
        return postponed;
    }

    @Override
    public void requireMayWait() {
        // Nobody waits here: everything is done at once.
    }

    @Override
    public void schedule(LoopWork work) {
        throw new AssertionError("parts are given their turns by the test");
    }

    @Override
    public void submit(Command<?> command) {
        command.execute();
    }

    @Override
    public void submitAndWait(Command<?> command) {
        command.execute();
    }

    @Override
    public void deliver(Command<?> command) {
        command.execute();
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
    public void stopServing() {
        throw new AssertionError("no test stops serving");
    }

    @Override
    public void stopServing(PenstockException cause) {
        stopServing();
    }

    @Override
    public boolean forcesSettlements() {
        return true;
    }

    @Override
    public void decide(Decision decision) {
        undecided.add(decision);
    }

    @Override
    public DeathNotices deaths() {
        return (death, alert) -> raise(death);
    }

    @Override
    public void raise(BrokerEvent event) {
        events.add(event);
    }

    @Override
    public DeadLetterQueues deadLetterQueues() {
        return this;
    }

    @Override
    public LocalDestination find(String name) {
        return null;
    }

    @Override
    public CompletionStage<LocalDestination> declareQueue(String name) {
        return CompletableFuture.failedFuture(new AssertionError("no test has dead letters: " + name));
    }

    @Override
    public boolean isDeadLetterQueue(String name) {
        return false;
    }
}

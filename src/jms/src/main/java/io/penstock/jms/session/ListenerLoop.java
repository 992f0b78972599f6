package io.penstock.jms.session;

import io.penstock.jms.spec.Failures;

import java.util.function.Consumer;
import java.util.function.Function;
import jakarta.jms.JMSException;

/** Runs the message listeners of one session, one at a time, until the session is closed (section 6.2.13). */
final class ListenerLoop implements Runnable {

    private final DeliveryGate gate;
    private final Function<ConsumerInbox, PenstockConsumer> consumers;
    private final Consumer<JMSException> problems;

    /** @param problems is told what no call of the client's could hear */
    ListenerLoop(
            DeliveryGate gate, Function<ConsumerInbox, PenstockConsumer> consumers, Consumer<JMSException> problems) {
        this.gate = gate;
        this.consumers = consumers;
        this.problems = problems;
    }

    @Override
    public void run() {
        try {
            for (var next = gate.awaitHandover(); next != null; next = gate.awaitHandover()) {
                var problem = handle(next);
                // Not while the listener counts as running: whoever is told may close the connection.
                if (problem != null) {
                    problems.accept(problem);
                }
            }
        } catch (InterruptedException e) {
            problems.accept(Failures.interrupted(e));
        } catch (RuntimeException e) {
            problems.accept(Failures.of(e));
        }
    }

    private JMSException handle(DeliveryGate.Handover next) {
        try {
            next.inbox().stopAsking();
            return consumers.apply(next.inbox()).handle(next.delivery());
        } finally {
            gate.handled();
        }
    }
}

package io.penstock.jms.session;

import io.penstock.jms.spec.Failures;
import org.jboss.logging.Logger;

import java.util.function.Consumer;
import java.util.function.Function;
import jakarta.jms.JMSException;

/** Runs the message listeners of one session, one at a time, until the session is closed (section 6.2.13). */
final class ListenerLoop implements Runnable {

    private static final Logger LOG = Logger.getLogger(ListenerLoop.class);

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
            for (var next = next(); next != null; next = next()) {
                var problem = handle(next);
                // Not while the listener counts as running: whoever is told may close the connection.
                if (problem != null) {
                    problems.accept(problem);
                }
            }
        } catch (RuntimeException e) {
            problems.accept(Failures.of(e));
        }
    }

    /** The thread is ours: who leaves it interrupted ends nothing. */
    private DeliveryGate.Handover next() {
        while (true) {
            try {
                return gate.awaitHandover();
            } catch (InterruptedException e) {
                LOG.debug("A message listener left its thread interrupted");
            }
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

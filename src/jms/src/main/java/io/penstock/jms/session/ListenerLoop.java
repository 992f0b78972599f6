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

    /** @param problems is told of problems that no call of the client reports */
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
                // The listener does not count as running any more: an exception listener may close the connection.
                if (problem != null) {
                    problems.accept(problem);
                }
            }
        } catch (RuntimeException e) {
            problems.accept(Failures.of(e));
        }
    }

    /** Waits for the next delivery. An interrupt that a listener left behind does not end this thread. */
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

package io.penstock.jms.session;

import io.penstock.Broker;
import io.penstock.DestinationKind;
import io.penstock.Ordering;
import io.penstock.PenstockException;
import io.penstock.Subscription;
import io.penstock.jms.destination.PenstockDestination;
import io.penstock.jms.destination.PenstockTopic;
import io.penstock.jms.spec.Failures;
import io.penstock.security.AuditRecord;
import io.penstock.security.Caller;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.LongAdder;
import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Topic;

/** Finds the destinations that a client names, and declares those that do not exist, where the options allow it. */
final class Destinations {

    private static final Logger LOG = Logger.getLogger(Destinations.class);

    private final Broker broker;

    /** Declares what is missing for whoever may use it: that the options allow it is no permission of the user. */
    private final Broker declaring;

    private final JmsOptions options;
    private final LongAdder declared;

    /** The user of the connection; null for the application itself, which is not audited. */
    private final @Nullable Caller caller;

    Destinations(Broker broker, JmsOptions options) {
        this(broker, broker, options, new LongAdder(), null);
    }

    private Destinations(
            Broker broker, Broker declaring, JmsOptions options, LongAdder declared, @Nullable Caller caller) {
        this.broker = broker;
        this.declaring = declaring;
        this.options = options;
        this.declared = declared;
        this.caller = caller;
    }

    /** The same, as a user may see them. */
    Destinations seenBy(Broker view, Caller user) {
        return new Destinations(view, declaring, options, declared, user);
    }

    /**
     * Finds or declares a destination.
     *
     * @throws InvalidDestinationException if it does not exist and may not be declared, or is of the other kind
     */
    PenstockDestination existing(Destination destination) throws JMSException {
        var own = PenstockDestination.own(destination);
        try {
            var found = broker.destination(own.name());
            if (found.isEmpty()) {
                declare(own);
            } else if (found.get().isExchange()) {
                throw Failures.invalidDestination(own + " cannot be used: '" + own.name()
                        + "' is an exchange, which is only sent to. Use the queues and topics that it is bound to.");
            } else if (found.get().kind() != own.kind()) {
                throw ofOtherKind(own, null);
            }
            return own;
        } catch (RuntimeException e) {
            throw Failures.of(e);
        }
    }

    /**
     * Finds or declares a destination to send to. Unlike {@link #existing}, it may be an exchange, named as a queue or
     * as a topic.
     */
    PenstockDestination target(Destination destination) throws JMSException {
        var own = PenstockDestination.own(destination);
        try {
            var found = broker.destination(own.name());
            return found.isPresent() && found.get().isExchange() ? own : existing(own);
        } catch (RuntimeException e) {
            throw Failures.of(e);
        }
    }

    /** Whether what is sent there comes to be elsewhere. */
    boolean isExchange(PenstockDestination target) {
        return broker.destination(target.name())
                .map(io.penstock.Destination::isExchange)
                .orElse(false);
    }

    PenstockTopic existingTopic(Topic topic) throws JMSException {
        if (existing(topic) instanceof PenstockTopic own) {
            return own;
        }
        throw Failures.invalidDestination(topic + " is not a topic.");
    }

    private void declare(PenstockDestination missing) throws JMSException {
        if (missing.isTemporary()) {
            throw Failures.invalidDestination(
                    missing + " was temporary, and is gone: it was deleted, or the connection that made it closed.");
        }
        if (!options.autoDeclare()) {
            throw Failures.invalidDestination("There is no " + missing
                    + ", and this connection factory may not declare one: declare it first, or allow it.");
        }
        declared.increment();
        LOG.infof("There is no %s: it is declared, since a client has named it", missing);
        try {
            declaring.declare(io.penstock.Destination.builder(missing.name(), missing.kind())
                    .partitions(1)
                    .priorities(options.priorities())
                    .build());
            if (missing.kind() == DestinationKind.QUEUE) {
                // Message groups; what is of no group is in no order then either.
                declaring.declare(Subscription.ofQueue(missing.name())
                        .ordering(Ordering.GROUP)
                        .build());
            }
            audit(missing);
        } catch (PenstockException.Conflict e) {
            // Another thread declared it meanwhile. More partitions are fine, the other kind is not.
            if (broker.destination(missing.name())
                            .map(io.penstock.Destination::kind)
                            .orElse(null)
                    != missing.kind()) {
                throw ofOtherKind(missing, e);
            }
        }
    }

    private void audit(PenstockDestination made) {
        var access = options.access();
        if (caller != null && access != null) {
            access.audit()
                    .add(new AuditRecord(
                            caller.name(),
                            caller.address(),
                            "declare",
                            made.name(),
                            AuditRecord.DONE,
                            "a client of Jakarta Messaging has named it"));
        }
    }

    /** How many were declared because a client had named them. */
    long declared() {
        return declared.sum();
    }

    private static InvalidDestinationException ofOtherKind(PenstockDestination asked, Exception cause) {
        var other = asked.kind() == DestinationKind.QUEUE ? "topic" : "queue";
        return Failures.caused(
                Failures.invalidDestination(asked + " cannot be used: '" + asked.name() + "' is a " + other + "."),
                cause);
    }
}

package io.penstock.broker.delivery;

import io.penstock.BrokerEvent;
import io.penstock.PenstockException;
import io.penstock.broker.loop.LoopContext;
import org.jboss.logging.Logger;

import java.time.Instant;
import java.util.List;

/**
 * Removes consumers from one subscription: what they hold is given back, and those that did not ask to leave are told.
 * It belongs to the subscription's loop.
 */
final class Departures {

    private static final Logger LOG = Logger.getLogger(Departures.class);

    private final LocalSubscription subscription;
    private final SubscriptionContext context;
    private final LoopContext loop;
    private final Consumers consumers;
    private final Deliveries deliveries;
    private final HandOut handOut;

    Departures(
            LocalSubscription subscription,
            SubscriptionContext context,
            Consumers consumers,
            Deliveries deliveries,
            HandOut handOut) {
        this.subscription = subscription;
        this.context = context;
        this.loop = context.loop();
        this.consumers = consumers;
        this.deliveries = deliveries;
        this.handOut = handOut;
    }

    /** Removes a member, whose handler is not called any more. The result is true if the subscription ends with it. */
    boolean leave(Member member) {
        if (member.hasLeft()) {
            return false;
        }
        release(member);
        return endsWithItsConsumers() && consumers.members().size() == 0;
    }

    /** @param gone whether the subscription was removed, which they do not know */
    void leaveAll(boolean gone) {
        var members = List.copyOf(consumers.members().all());
        members.forEach(this::release);
        if (gone) {
            members.forEach(this::tellClosed);
        }
    }

    private void release(Member member) {
        member.left();
        handOut.leave(member);
        deliveries.giveBackUncounted(member);
        if (member.acquired() == 0) {
            // Until the lease would have ended, it would keep all that the consumer was.
            loop.alarms().cancel(member.leaseAlarm);
            member.leaseAlarm = null;
        }
    }

    /**
     * Whether the subscription ends with its consumers. That of a temporary queue is not durable either, but ends with
     * the queue.
     */
    private boolean endsWithItsConsumers() {
        var destination = subscription.destination();
        boolean isTheQueues =
                destination.declared().isQueue() && subscription.name().equals(destination.name());
        return !subscription.isDurable() && !isTheQueues;
    }

    /** Tells a member that the subscription is closed, so that nobody waits for ever. */
    private void tellClosed(Member member) {
        var destination = subscription.destination().name();
        var reason = new PenstockException.UnknownSubscription(destination, subscription.name());
        context.raise(new BrokerEvent.ConsumerClosed(
                Instant.ofEpochMilli(loop.nowMillis()),
                destination,
                subscription.name(),
                member.options().name(),
                reason.getMessage()));
        try {
            member.closed(reason);
        } catch (RuntimeException | Error e) {
            LOG.warnf(
                    e,
                    "The handler of consumer '%s' of %s failed when it was closed.",
                    member.options().name(),
                    subscription);
        }
    }
}

package io.penstock.jms.session;

import io.penstock.Broker;
import io.penstock.Consumer;
import io.penstock.Delivery;
import io.penstock.EngineLimit;
import io.penstock.Transaction;
import io.penstock.jms.spec.ErrorCode;
import io.penstock.jms.spec.Failures;
import io.penstock.jms.spec.Unchecked;
import io.penstock.jms.subscription.Subscriptions;
import io.penstock.jms.xa.JoiningBroker;
import io.penstock.spi.ForwardingBroker;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import jakarta.jms.JMSException;
import jakarta.jms.ResourceAllocationException;
import jakarta.jms.Session;
import jakarta.jms.TransactionRolledBackException;

/**
 * Keeps what a session has consumed and not settled, and its transaction (sections 6.2.7 to 6.2.10). By mode:
 * <ul>
 * <li>AUTO: deliveries are accepted one by one; unless the options say otherwise, at most one acceptance is under way,
 * and the next delivery waits for it
 * <li>DUPS_OK: deliveries are accepted one by one, without waiting
 * <li>CLIENT: deliveries are kept until the client acknowledges, all together
 * <li>TRANSACTED: deliveries are kept until the commit, which accepts them and sends in one atomic step
 * </ul>
 *
 * <p>It is used by the session's thread, and by whoever closes it.
 */
class SessionWork {

    private static final Logger LOG = Logger.getLogger(SessionWork.class);

    /** The largest number of unsettled messages of a session, whatever the broker could settle in one transaction. */
    private static final int MOST_UNSETTLED = 100_000;

    /**
     * The number of deliveries that one transaction can accept. More could never be committed, and are refused when
     * they are received.
     */
    private final int maxUnsettled;

    record Consumed(Object by, Delivery delivery) {}

    private final Broker broker;
    private final Subscriptions subscriptions;
    private final int mode;
    private final DeliveryGate gate;
    private final Deque<Consumed> unsettled = new ArrayDeque<>();

    /**
     * Consumers of the broker that stay joined, although their JMS consumers are closed, until their deliveries are
     * settled.
     */
    private final List<Consumer> leaving = new ArrayList<>();

    /**
     * The acceptances that are under way, whose number is limited because a crash could repeat as many messages. A
     * thread that closes a consumer may wait for them as well.
     */
    private final Queue<CompletionStage<Void>> unconfirmed = new LinkedBlockingQueue<>();

    private final int maxUnconfirmed;

    /** What knows of transactions of the calling thread; null if nothing does. */
    private final JoiningBroker joining;

    private Transaction transaction;

    SessionWork(Provider provider, int mode, DeliveryGate gate) {
        maxUnsettled = provider.broker().capabilities().limit(EngineLimit.TRANSACTION_OPERATIONS, MOST_UNSETTLED);
        broker = provider.broker();
        joining = ForwardingBroker.find(broker, JoiningBroker.class).orElse(null);
        subscriptions = provider.subscriptions();
        this.mode = mode;
        this.gate = gate;
        maxUnconfirmed = mode == Session.AUTO_ACKNOWLEDGE
                ? provider.options().unconfirmedAcknowledgements()
                : JmsOptions.MAX_UNCONFIRMED;
    }

    boolean isTransacted() {
        return mode == Session.SESSION_TRANSACTED;
    }

    /** Whether each message is acknowledged as soon as it has been consumed. */
    boolean acceptsAtOnce() {
        return mode == Session.AUTO_ACKNOWLEDGE || mode == Session.DUPS_OK_ACKNOWLEDGE;
    }

    /**
     * Whether a message is acknowledged for good as soon as it has been consumed, so that no roll-back would give it
     * back.
     */
    boolean acceptsForGood() {
        return acceptsAtOnce() && !(joining != null && joining.joins());
    }

    /** Prepares the next delivery. It fails if an earlier one could not be acknowledged in AUTO mode. */
    void awaitEnoughAcceptances() throws JMSException {
        awaitAcceptances(maxUnconfirmed - 1);
    }

    /** Fails if the session holds so many messages already that it could not settle more. */
    void requireRoom() throws JMSException {
        if (held() >= maxUnsettled) {
            throw new ResourceAllocationException(
                    "The session has consumed " + maxUnsettled + " messages and settled none of them: "
                            + (isTransacted() ? "commit or roll back." : "acknowledge or recover."),
                    ErrorCode.OVERLOADED.name());
        }
    }

    /** The number of messages that were consumed and not settled. */
    synchronized int held() {
        return unsettled.size();
    }

    /** Notes that the client receives a message now. */
    void received(Object consumer, Delivery delivery) throws JMSException {
        if (acceptsAtOnce()) {
            accept(delivery);
        } else {
            handling(consumer, delivery);
        }
    }

    /** Notes that a listener is about to be given a message. */
    synchronized void handling(Object consumer, Delivery delivery) {
        unsettled.add(new Consumed(consumer, delivery));
    }

    /**
     * Notes that a listener has returned. If it failed in a mode that acknowledges at once, the message is delivered
     * again at once (section 8.7); in the others the client decides.
     */
    void handled(Object consumer, Delivery delivery, boolean failed) throws JMSException {
        if (acceptsAtOnce()) {
            settleHandled(consumer, delivery, failed);
        }
        closeLeaving();
    }

    final void settleHandled(Object consumer, Delivery delivery, boolean failed) throws JMSException {
        if (forget(new Consumed(consumer, delivery))) {
            if (failed) {
                giveBack(() -> Failures.await(delivery.releaseAsync(Duration.ZERO, true)));
            } else {
                accept(delivery);
                // A failure has to show now, because no later call of the client would report it.
                awaitEnoughAcceptances();
            }
        }
    }

    synchronized long unsettledBy(Object consumer) {
        return unsettled.stream().filter(consumed -> consumed.by() == consumer).count();
    }

    void send(io.penstock.Message message) {
        transaction().send(message);
    }

    /** Accepts everything that was consumed. This has an effect in CLIENT mode only, as the specification wants it. */
    void acknowledge() throws JMSException {
        if (mode == Session.CLIENT_ACKNOWLEDGE) {
            settle(drain().stream()
                    .map(consumed -> consumed.delivery().acceptAsync())
                    .toList());
        }
    }

    /** Releases everything that was consumed and not acknowledged, in order. */
    void recover() throws JMSException {
        giveBack(() -> release(drain()));
    }

    void commit() throws JMSException {
        var consumed = drain();
        if (transaction == null && consumed.isEmpty()) {
            return;
        }
        var committing = transaction();
        transaction = null;
        try {
            try {
                consumed.forEach(each -> committing.accept(each.delivery()));
            } catch (RuntimeException e) {
                committing.rollback();
                throw e;
            }
            Failures.await(committing.commitAsync());
        } catch (JMSException | RuntimeException e) {
            var failure = rolledBack(Failures.of(e));
            try {
                giveBack(() -> release(consumed));
            } catch (JMSException again) {
                failure.addSuppressed(again);
            }
            throw failure;
        } finally {
            closeLeaving();
        }
    }

    void rollback() throws JMSException {
        abandonTransaction();
        giveBack(() -> release(drain()));
    }

    /**
     * Ends a consumer. Its consumer of the broker stays joined while messages that it took are not settled.
     *
     * @param untaken the deliveries that the client has not seen: they are released uncounted when the broker's
     *     consumer is closed
     */
    void leave(Object consumer, Consumer member, List<Delivery> untaken) throws JMSException {
        boolean stays;
        synchronized (this) {
            stays = unsettledBy(consumer) > 0;
            if (stays) {
                leaving.add(member);
                subscriptions.leaving(member);
            }
        }
        if (stays) {
            member.pause();
            // The broker's consumer cannot be closed yet, so these count as delivered. They are the next ones for
            // whoever asks now.
            settle(untaken.stream()
                    .map(delivery -> delivery.releaseAsync(Duration.ZERO, false))
                    .toList());
            return;
        }
        try {
            awaitAcceptances();
        } finally {
            member.close();
        }
    }

    /** Ends all work: messages that are not settled are delivered again, to any consumer. */
    void close() throws JMSException {
        try {
            abandonTransaction();
            awaitAcceptances();
        } finally {
            release(drain());
        }
    }

    /** Waits for all acceptances that are under way. */
    void awaitAcceptances() throws JMSException {
        awaitAcceptances(0);
    }

    /** @param most the number of acceptances that may still be under way afterwards */
    private void awaitAcceptances(int most) throws JMSException {
        while (unconfirmed.size() > most) {
            var oldest = unconfirmed.poll();
            if (oldest != null) {
                Failures.await(oldest);
            }
        }
    }

    private void accept(Delivery delivery) throws JMSException {
        if (mode == Session.AUTO_ACKNOWLEDGE && maxUnconfirmed == 1) {
            try {
                delivery.accept();
            } catch (RuntimeException e) {
                throw Failures.of(e);
            }
            return;
        }
        var acceptance = delivery.acceptAsync();
        if (mode == Session.AUTO_ACKNOWLEDGE) {
            unconfirmed.add(acceptance);
            return;
        }
        unconfirmed.add(acceptance.exceptionally(failure -> {
            LOG.debugf(
                    failure,
                    "Message %s will be delivered again",
                    delivery.message().id());
            return null;
        }));
    }

    private Transaction transaction() {
        if (transaction == null) {
            transaction = broker.begin(Duration.ZERO);
        }
        return transaction;
    }

    private void abandonTransaction() {
        if (transaction != null) {
            transaction.rollback();
            transaction = null;
        }
    }

    /**
     * Lets earlier messages be delivered again before those that wait at the session's consumers already.
     *
     * @param release releases what the client has seen, which counts as a delivery; the broker has it when this returns
     */
    final void giveBack(Unchecked.Action release) throws JMSException {
        var ahead = gate.holdBack();
        try {
            release.run();
        } finally {
            if (!ahead.isEmpty()) {
                rejoin(ahead);
            }
        }
    }

    private void rejoin(List<ConsumerInbox> ahead) throws JMSException {
        // Messages that were accepted must not be released by the end of the consumer that took them.
        awaitAcceptances();
        try {
            ahead.forEach(ConsumerInbox::rejoin);
        } catch (RuntimeException e) {
            throw Failures.of(e);
        }
    }

    final void release(List<Consumed> consumed) throws JMSException {
        settle(consumed.stream()
                .map(each -> each.delivery().releaseAsync(Duration.ZERO, false))
                .toList());
    }

    /** Waits for all dispositions. Of several failures the first is thrown. */
    private void settle(List<CompletionStage<Void>> dispositions) throws JMSException {
        JMSException first = null;
        for (var disposition : dispositions) {
            try {
                Failures.await(disposition);
            } catch (JMSException e) {
                first = first == null ? e : first;
            }
        }
        closeLeaving();
        if (first != null) {
            throw first;
        }
    }

    private synchronized List<Consumed> drain() {
        var all = List.copyOf(unsettled);
        unsettled.clear();
        return all;
    }

    private synchronized boolean forget(Consumed consumed) {
        return unsettled.remove(consumed);
    }

    final void closeLeaving() {
        List<Consumer> done;
        synchronized (this) {
            if (held() > 0) {
                return;
            }
            done = List.copyOf(leaving);
            leaving.clear();
        }
        done.forEach(subscriptions::close);
    }

    /**
     * The failure of a commit. A broker that fails during a commit leaves open whether it happened, so this must not
     * say that it did not.
     */
    private static JMSException rolledBack(JMSException cause) {
        if (ErrorCode.UNAVAILABLE.name().equals(cause.getErrorCode())) {
            return cause;
        }
        return Failures.caused(
                new TransactionRolledBackException(
                        "The transaction was rolled back: " + cause.getMessage(), ErrorCode.ROLLED_BACK.name()),
                cause);
    }
}

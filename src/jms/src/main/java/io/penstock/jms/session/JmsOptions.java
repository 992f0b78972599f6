package io.penstock.jms.session;

import io.penstock.Destination;
import io.penstock.PenstockException;
import io.penstock.jms.security.Users;

import java.util.List;
import java.util.Objects;

/**
 * Options say how the connections of a factory behave. Immutable.
 *
 * @param autoDeclare whether a destination that does not exist is declared, with one partition, when it is first used;
 *     otherwise its use is refused
 * @param clientId of every connection; null to let each connection set its own
 * @param trustedClasses classes that object messages may be read as: class names, or packages as {@code com.acme.*}
 *     (without subpackages) and {@code com.acme.**} (with them). Superclasses and the classes of fields count too
 * @param users who may connect with name and password
 * @param allowAnonymous whether one may connect without a name
 * @param prefetch messages that a consumer may hold ahead of the client, 1 to {@value #MAX_PREFETCH}; 1: none. A
 *     consumer comes to that number only while its client takes messages quickly
 * @param unconfirmedAcknowledgements acknowledgements of an AUTO_ACKNOWLEDGE session that may be on their way to the
 *     log when it takes its next message, 1 to {@value #MAX_UNCONFIRMED}. After a crash as many messages may come
 *     again. 1 is what the specification says: only the last message may; more is faster
 * @param priorities lanes by priority of destinations that are declared because they do not exist: 10, the usual, keeps
 *     each of the ten priorities apart, 1 takes no notice of them
 */
public record JmsOptions(
        boolean autoDeclare,
        String clientId,
        List<String> trustedClasses,
        Users users,
        boolean allowAnonymous,
        int prefetch,
        int unconfirmedAcknowledgements,
        int priorities) {

    /** Enough to make up for the way to the broker and back, and what a client takes in a blink. */
    public static final int DEFAULT_PREFETCH = 100;

    /** More would help nobody, and would wait behind one consumer. */
    public static final int MAX_PREFETCH = 10_000;

    /** Enough to fill the log's frames. */
    public static final int MAX_UNCONFIRMED = 256;

    /** Applications that were written for Jakarta Messaging expect it; each lane costs a bit more than a kilobyte. */
    public static final int DEFAULT_PRIORITIES = Destination.MAX_PRIORITIES;

    /** Declares what is missing; trusts no class; knows no users, and lets everybody in this process connect. */
    public static final JmsOptions DEFAULT =
            new JmsOptions(true, null, List.of(), Users.NONE, true, DEFAULT_PREFETCH, 1, DEFAULT_PRIORITIES);

    public JmsOptions {
        trustedClasses = List.copyOf(trustedClasses);
        Objects.requireNonNull(users, "users");
        if (prefetch < 1 || prefetch > MAX_PREFETCH) {
            throw new PenstockException.InvalidConfiguration(
                    "prefetch = " + prefetch + ": choose 1 (none) to " + MAX_PREFETCH + ".");
        }
        if (unconfirmedAcknowledgements < 1 || unconfirmedAcknowledgements > MAX_UNCONFIRMED) {
            throw new PenstockException.InvalidConfiguration("unconfirmedAcknowledgements = "
                    + unconfirmedAcknowledgements + ": choose 1 to " + MAX_UNCONFIRMED + ".");
        }
        if (priorities < 1 || priorities > Destination.MAX_PRIORITIES) {
            throw new PenstockException.InvalidConfiguration(
                    "priorities = " + priorities + ": choose 1 (off) to " + Destination.MAX_PRIORITIES + ".");
        }
    }

    public JmsOptions withAutoDeclare(boolean allowed) {
        return new JmsOptions(
                allowed,
                clientId,
                trustedClasses,
                users,
                allowAnonymous,
                prefetch,
                unconfirmedAcknowledgements,
                priorities);
    }

    public JmsOptions withClientId(String id) {
        return new JmsOptions(
                autoDeclare,
                id,
                trustedClasses,
                users,
                allowAnonymous,
                prefetch,
                unconfirmedAcknowledgements,
                priorities);
    }

    public JmsOptions withTrustedClasses(List<String> patterns) {
        return new JmsOptions(
                autoDeclare,
                clientId,
                patterns,
                users,
                allowAnonymous,
                prefetch,
                unconfirmedAcknowledgements,
                priorities);
    }

    public JmsOptions withUsers(Users known) {
        return new JmsOptions(
                autoDeclare,
                clientId,
                trustedClasses,
                known,
                allowAnonymous,
                prefetch,
                unconfirmedAcknowledgements,
                priorities);
    }

    public JmsOptions withAllowAnonymous(boolean allowed) {
        return new JmsOptions(
                autoDeclare,
                clientId,
                trustedClasses,
                users,
                allowed,
                prefetch,
                unconfirmedAcknowledgements,
                priorities);
    }

    public JmsOptions withPrefetch(int messages) {
        return new JmsOptions(
                autoDeclare,
                clientId,
                trustedClasses,
                users,
                allowAnonymous,
                messages,
                unconfirmedAcknowledgements,
                priorities);
    }

    public JmsOptions withUnconfirmedAcknowledgements(int most) {
        return new JmsOptions(autoDeclare, clientId, trustedClasses, users, allowAnonymous, prefetch, most, priorities);
    }

    public JmsOptions withPriorities(int lanes) {
        return new JmsOptions(
                autoDeclare,
                clientId,
                trustedClasses,
                users,
                allowAnonymous,
                prefetch,
                unconfirmedAcknowledgements,
                lanes);
    }
}

package io.penstock.jms.session;

import io.penstock.Destination;
import io.penstock.PenstockException;
import io.penstock.security.AccessControl;

import java.util.List;

/**
 * Says how the connections of a factory behave. Immutable.
 *
 * @param autoDeclare whether a destination that does not exist is declared, with one partition, when it is first used;
 *     otherwise its use is refused
 * @param clientId the client identifier of every connection; null to let each connection set its own
 * @param trustedClasses the classes that object messages may be read as: class names, or packages as {@code com.acme.*}
 *     (without subpackages) and {@code com.acme.**} (with them). Superclasses and the classes of fields count too
 * @param access who may connect with name and password, and what they may do; null if nobody may. Who connects
 *     without a name is the application itself, which may do everything
 * @param allowAnonymous whether a client may connect without a name
 * @param prefetch the largest number of messages that a consumer holds ahead of the client, 1 (none) to
 *     {@value #MAX_PREFETCH}. A consumer reaches that number only while its client takes messages quickly
 * @param unconfirmedAcknowledgements the largest number of acknowledgements of an AUTO_ACKNOWLEDGE session that may be
 *     on their way to the log when it takes its next message, 1 to {@value #MAX_UNCONFIRMED}. After a crash as many
 *     messages may be delivered again. 1 is what the specification says: only the last message may; more is faster
 * @param priorities the number of priorities of destinations that are declared because they do not exist: 10, the
 *     default, keeps each of the ten priorities apart, 1 ignores them
 */
public record JmsOptions(
        boolean autoDeclare,
        String clientId,
        List<String> trustedClasses,
        AccessControl access,
        boolean allowAnonymous,
        int prefetch,
        int unconfirmedAcknowledgements,
        int priorities) {

    /**
     * The default prefetch: enough to make up for the way to the broker and back, and for what a client takes in a
     * moment.
     */
    public static final int DEFAULT_PREFETCH = 100;

    /** The largest prefetch: more messages would help nobody, and would wait behind one consumer. */
    public static final int MAX_PREFETCH = 10_000;

    /** The largest number of unconfirmed acknowledgements: enough to fill the frames of the log. */
    public static final int MAX_UNCONFIRMED = 256;

    /**
     * The default number of priorities. Applications that were written for Jakarta Messaging expect all ten; each costs
     * a bit more than a kilobyte.
     */
    public static final int DEFAULT_PRIORITIES = Destination.MAX_PRIORITIES;

    /**
     * The default options: missing destinations are declared, no class is trusted, there are no users, and everybody in
     * this process may connect.
     */
    public static final JmsOptions DEFAULT =
            new JmsOptions(true, null, List.of(), null, true, DEFAULT_PREFETCH, 1, DEFAULT_PRIORITIES);

    public JmsOptions {
        trustedClasses = List.copyOf(trustedClasses);
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
                access,
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
                access,
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
                access,
                allowAnonymous,
                prefetch,
                unconfirmedAcknowledgements,
                priorities);
    }

    public JmsOptions withAccess(AccessControl control) {
        return new JmsOptions(
                autoDeclare,
                clientId,
                trustedClasses,
                control,
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
                access,
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
                access,
                allowAnonymous,
                messages,
                unconfirmedAcknowledgements,
                priorities);
    }

    public JmsOptions withUnconfirmedAcknowledgements(int most) {
        return new JmsOptions(
                autoDeclare, clientId, trustedClasses, access, allowAnonymous, prefetch, most, priorities);
    }

    public JmsOptions withPriorities(int lanes) {
        return new JmsOptions(
                autoDeclare,
                clientId,
                trustedClasses,
                access,
                allowAnonymous,
                prefetch,
                unconfirmedAcknowledgements,
                lanes);
    }
}

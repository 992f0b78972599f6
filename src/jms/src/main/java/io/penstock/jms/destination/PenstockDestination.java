package io.penstock.jms.destination;

import io.penstock.DestinationKind;
import io.penstock.PenstockException;
import io.penstock.jms.spec.Failures;

import java.io.Serial;
import java.io.Serializable;
import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.Topic;

/** The name of a queue or topic, whether or not it exists. Immutable. */
public abstract sealed class PenstockDestination implements Destination, Serializable
        permits PenstockQueue, PenstockTopic {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String name;

    PenstockDestination(io.penstock.Destination valid) {
        name = valid.name();
    }

    /** Reads the destination that {@link #toString()} wrote; null if the text is none. */
    public static PenstockDestination parse(String text) {
        int colon = text.indexOf(':');
        String name = text.substring(colon + 1);
        return switch (text.substring(0, Math.max(colon, 0))) {
            case "queue" -> queue(name);
            case "topic" -> topic(name);
            default -> null;
        };
    }

    /**
     * Makes the name of a queue.
     *
     * @throws io.penstock.PenstockException.InvalidConfiguration if the name is invalid
     */
    public static PenstockQueue queue(String name) {
        return io.penstock.Destination.isTemporary(name)
                ? new PenstockTemporaryQueue(name, null)
                : new PenstockQueue(name);
    }

    /**
     * Makes the name of a topic.
     *
     * @throws io.penstock.PenstockException.InvalidConfiguration if the name is invalid
     */
    public static PenstockTopic topic(String name) {
        return io.penstock.Destination.isTemporary(name)
                ? new PenstockTemporaryTopic(name, null)
                : new PenstockTopic(name);
    }

    /**
     * Makes the name of a queue that a client gave.
     *
     * @throws InvalidDestinationException if the name is invalid
     */
    public static PenstockQueue validQueue(String name) throws InvalidDestinationException {
        requireName(name, "queue");
        try {
            return queue(name);
        } catch (PenstockException.InvalidConfiguration e) {
            throw Failures.caused(Failures.invalidDestination(e.getMessage()), e);
        }
    }

    /**
     * Makes the name of a topic that a client gave.
     *
     * @throws InvalidDestinationException if the name is invalid
     */
    public static PenstockTopic validTopic(String name) throws InvalidDestinationException {
        requireName(name, "topic");
        try {
            return topic(name);
        } catch (PenstockException.InvalidConfiguration e) {
            throw Failures.caused(Failures.invalidDestination(e.getMessage()), e);
        }
    }

    /**
     * Turns a destination of any provider into one of this provider. A temporary destination of another provider is
     * refused: it would become the name of a queue or topic that stays, and that nobody reads.
     *
     * @throws InvalidDestinationException if that is impossible
     */
    public static PenstockDestination own(Destination destination) throws JMSException {
        if (destination instanceof PenstockDestination own) {
            return own;
        }
        if (destination instanceof TemporaryQueue || destination instanceof TemporaryTopic) {
            throw Failures.invalidDestination(destination + " is a temporary destination of another provider, which"
                    + " cannot be reached from here: use a queue or topic, or a temporary one that a session of this"
                    + " provider has made.");
        }
        if (destination instanceof Queue queue && !(destination instanceof Topic)) {
            return validQueue(queue.getQueueName());
        }
        if (destination instanceof Topic topic && !(destination instanceof Queue)) {
            return validTopic(topic.getTopicName());
        }
        throw Failures.invalidDestination(
                destination == null ? "No destination was given." : destination + " is neither a queue nor a topic.");
    }

    private static void requireName(String name, String kind) throws InvalidDestinationException {
        if (name == null) {
            throw Failures.invalidDestination("A " + kind + " needs a name; it is null.");
        }
    }

    /** Whether the destination exists no longer than the connection that made it. */
    public final boolean isTemporary() {
        return io.penstock.Destination.isTemporary(name);
    }

    final Owner requireOwner(Owner owner) throws JMSException {
        if (owner == null) {
            throw Failures.illegalState("Only the connection that made " + this
                    + " can delete it, by the object that the creation returned.");
        }
        return owner;
    }

    public final String name() {
        return name;
    }

    public abstract DestinationKind kind();

    @Override
    public final boolean equals(Object other) {
        return other instanceof PenstockDestination that && kind() == that.kind() && name.equals(that.name);
    }

    @Override
    public final int hashCode() {
        return name.hashCode();
    }

    /** The kind and the name, such as {@code queue:orders}. */
    @Override
    public final String toString() {
        return (kind() == DestinationKind.QUEUE ? "queue:" : "topic:") + name;
    }
}

package io.penstock;

/**
 * A stored message is a message together with the place where it lies.
 *
 * @param offset the position in the partition; the first is 0
 * @param parked whether the subscription that was asked for hands it to nobody until it is {@link Broker#resume
 *     resumed}: it failed as a dead letter, or cannot become one
 */
public record StoredMessage(Message message, int partition, long offset, boolean parked) {

    public StoredMessage(Message message, int partition, long offset) {
        this(message, partition, offset, false);
    }
}

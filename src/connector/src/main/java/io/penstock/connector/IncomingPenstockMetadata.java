package io.penstock.connector;

import io.penstock.Delivery;
import io.penstock.Headers;
import io.penstock.Message;
import io.penstock.connector.cloudevent.ReceivedEvent;
import io.penstock.connector.stream.Delivered;
import io.smallrye.reactive.messaging.ce.IncomingCloudEventMetadata;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Says where an incoming message comes from and how often it was tried. Take it as a parameter of an {@code @Incoming}
 * method beside the payload, or from {@code Message.getMetadata(IncomingPenstockMetadata.class)}. Immutable.
 */
public final class IncomingPenstockMetadata {

    private final Message message;
    private final String channel;
    private final String subscription;
    private final int partition;
    private final long offset;
    private final int attempt;
    private final int deliveries;
    private final Delivered delivered;

    /** The event that the message is; null if it is none. */
    private final ReceivedEvent event;

    private IncomingPenstockMetadata(Builder builder) {
        message = builder.message;
        channel = builder.channel;
        subscription = builder.subscription;
        partition = builder.partition;
        offset = builder.offset;
        attempt = builder.attempt;
        deliveries = builder.deliveries;
        delivered = builder.delivered;
        event = builder.event;
    }

    /**
     * @param delivered what may be accepted elsewhere; null if it must not be
     * @param cloudEvents whether messages may be cloud events
     */
    static IncomingPenstockMetadata of(Delivery delivery, String channel, Delivered delivered, boolean cloudEvents) {
        return builder(delivery.message())
                .event(cloudEvents ? ReceivedEvent.of(delivery.message()).orElse(null) : null)
                .channel(channel)
                .delivered(delivered)
                .subscription(delivery.subscription())
                .partition(delivery.partition())
                .offset(delivery.offset())
                .attempt(delivery.attempt())
                .deliveries(delivery.deliveries())
                .build();
    }

    /** Makes metadata for tests of consumers: of a first delivery of that message, from partition 0, offset 0. */
    public static Builder builder(Message message) {
        return new Builder(message);
    }

    /** The message as it is stored in the log. */
    public Message message() {
        return message;
    }

    /** The event that the message is; empty if it is none. */
    Optional<ReceivedEvent> event() {
        return Optional.ofNullable(event);
    }

    /** The attributes of the cloud event that the message is; empty if it is none, or if the channel reads none. */
    public Optional<IncomingCloudEventMetadata<?>> cloudEvent() {
        return event().map(ReceivedEvent::metadata);
    }

    /** The body, or the data of the event that the message is; null for none. */
    byte[] payload() {
        return event == null ? message.body() : event.data();
    }

    /** The message with that as its body. */
    Message readable() {
        return event == null || event.data() == message.body()
                ? message
                : message.copy().body(event.data()).build();
    }

    /** The name of the channel; empty in metadata that a test has made. */
    String channel() {
        return channel;
    }

    /** What may be accepted elsewhere, such as in a transaction; empty if it must not be. */
    Optional<Delivered> delivered() {
        return Optional.ofNullable(delivered);
    }

    public String destination() {
        return message.destination();
    }

    /** The name of the topic's subscription; for a queue, the name of the queue. */
    public String subscription() {
        return subscription;
    }

    public String id() {
        return message.id();
    }

    /** The key, or null. */
    public byte[] key() {
        return message.key();
    }

    /** The key as UTF-8 text, or null. */
    public String keyText() {
        return message.keyText();
    }

    public Headers headers() {
        return message.headers();
    }

    /** The time at which the message was sent, to the millisecond. */
    public Instant timestamp() {
        return message.timestamp();
    }

    public int partition() {
        return partition;
    }

    /** The offset in the partition; the first is 0. */
    public long offset() {
        return offset;
    }

    /** The number of this attempt: 1 for the first, one more for each attempt that failed. */
    public int attempt() {
        return attempt;
    }

    /** The number of deliveries of any kind, this one included. */
    public int deliveries() {
        return deliveries;
    }

    @Override
    public String toString() {
        return "IncomingPenstockMetadata[" + message + ", subscription=" + subscription + ", partition=" + partition
                + ", offset=" + offset + ", attempt=" + attempt + ", deliveries=" + deliveries + "]";
    }

    /** Collects the values of metadata. Not thread-safe. */
    public static final class Builder {

        private final Message message;
        private String channel = "";
        private String subscription;
        private int partition;
        private long offset;
        private int attempt = 1;
        private int deliveries = 1;
        private Delivered delivered;
        private ReceivedEvent event;

        private Builder(Message message) {
            this.message = Objects.requireNonNull(message, "message");
            subscription = message.destination();
        }

        Builder channel(String name) {
            channel = name;
            return this;
        }

        Builder event(ReceivedEvent received) {
            event = received;
            return this;
        }

        Builder delivered(Delivered message) {
            delivered = message;
            return this;
        }

        public Builder subscription(String name) {
            subscription = name;
            return this;
        }

        public Builder partition(int number) {
            partition = number;
            return this;
        }

        public Builder offset(long position) {
            offset = position;
            return this;
        }

        public Builder attempt(int run) {
            attempt = run;
            return this;
        }

        public Builder deliveries(int handOuts) {
            deliveries = handOuts;
            return this;
        }

        public IncomingPenstockMetadata build() {
            return new IncomingPenstockMetadata(this);
        }
    }
}

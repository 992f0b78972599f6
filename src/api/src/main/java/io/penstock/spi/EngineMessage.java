package io.penstock.spi;

import io.penstock.Message;
import org.jspecify.annotations.Nullable;

import java.util.function.LongFunction;

/** A message as an engine makes it: with the parts that no sender may set. */
public final class EngineMessage {

    private EngineMessage() {}

    /** Starts a message to the destination of that name. */
    public static Builder to(String destination) {
        return new Builder(destination);
    }

    /** Starts with everything that a message has. */
    public static Builder copyOf(Message message) {
        return new Builder(message);
    }

    /**
     * Collects what a message consists of: first what is the engine's own to say, then the rest, whose methods return
     * the builder that all senders use. Not thread-safe.
     */
    public static final class Builder extends Message.Builder {

        private Builder(String destination) {
            super(destination);
        }

        private Builder(Message origin) {
            super(origin, origin.destination());
        }

        /** Sets an id that was made for this message alone: nobody looks for another one that has it. */
        public Builder generatedId(String messageId) {
            setGeneratedId(messageId);
            return this;
        }

        /**
         * Sets a generated id as {@link #generatedId(String)} does, but makes it only when it is first asked for, which
         * for most messages is never. The function gives the same text for the same number each time.
         */
        public Builder generatedId(LongFunction<String> messageIds, long messageNumber) {
            setGeneratedId(messageIds, messageNumber);
            return this;
        }

        /** Sets the exchange that the message came by; null for none. */
        public Builder exchange(@Nullable String name) {
            setExchange(name);
            return this;
        }
    }
}

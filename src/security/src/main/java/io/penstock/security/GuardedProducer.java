package io.penstock.security;

import io.penstock.Broker;
import io.penstock.Destination;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.Producer;
import io.penstock.ProducerOptions;
import io.penstock.Receipt;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import static io.penstock.security.Action.SEND;

/**
 * A producer that sends only where its caller may. A refused message has used no number. Its id is the caller's own:
 * who opens a producer ends the one before, and must not end that of somebody else.
 */
record GuardedProducer(String id, Producer producer, CallerRights rights) implements Producer {

    /** The beginning of the ids of callers. What follows is made of the name, so that it has a length and letters. */
    private static final String PREFIX = "caller.";

    /** 128 bits: nobody finds a name that leads to the ids of another. */
    private static final int NAME_BYTES = 16;

    static GuardedProducer open(Broker broker, ProducerOptions options, CallerRights rights) {
        var own = PREFIX + digest(rights.caller().name()) + "." + options.id();
        if (own.length() > Destination.MAX_NAME_LENGTH) {
            int most =
                    Destination.MAX_NAME_LENGTH - (own.length() - options.id().length());
            throw new PenstockException.InvalidConfiguration("The producer '" + options.id()
                    + "' of a user: its id has " + options.id().length() + " characters, use at most " + most + ".");
        }
        return new GuardedProducer(
                options.id(), broker.producer(ProducerOptions.of(own).build()), rights);
    }

    private static String digest(String name) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, NAME_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java runtime has no SHA-256", e);
        }
    }

    @Override
    public long epoch() {
        return producer.epoch();
    }

    @Override
    public long nextSequence() {
        return producer.nextSequence();
    }

    @Override
    public Receipt send(Message message) {
        rights.require(SEND, message.destination());
        return producer.send(message);
    }

    @Override
    public CompletionStage<Receipt> sendAsync(Message message) {
        return checked(message, producer::sendAsync);
    }

    @Override
    public Receipt send(long sequence, Message message) {
        rights.require(SEND, message.destination());
        return producer.send(sequence, message);
    }

    @Override
    public CompletionStage<Receipt> sendAsync(long sequence, Message message) {
        return checked(message, each -> producer.sendAsync(sequence, each));
    }

    private CompletionStage<Receipt> checked(Message message, Function<Message, CompletionStage<Receipt>> send) {
        try {
            rights.require(SEND, message.destination());
        } catch (PenstockException.Forbidden e) {
            return CompletableFuture.failedFuture(e);
        }
        return send.apply(message);
    }
}

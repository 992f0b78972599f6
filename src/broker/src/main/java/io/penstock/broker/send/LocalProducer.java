package io.penstock.broker.send;

import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.Producer;
import io.penstock.Receipt;
import io.penstock.broker.guarantee.ProducerInstance;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** An instance of a numbered producer, as applications use it. */
final class LocalProducer implements Producer {

    private final ProducerInstance instance;
    private final NumberedSender sender;

    LocalProducer(ProducerInstance instance, NumberedSender sender) {
        this.instance = instance;
        this.sender = sender;
    }

    ProducerInstance instance() {
        return instance;
    }

    /** Whether it sends by that sender, and so belongs to the same broker. */
    boolean sendsBy(NumberedSender other) {
        return sender == other;
    }

    @Override
    public String id() {
        return instance.id();
    }

    @Override
    public long epoch() {
        return instance.epoch();
    }

    @Override
    public long nextSequence() {
        instance.requireCurrent();
        return instance.state().next.get();
    }

    @Override
    public Receipt send(Message message) {
        return sender.send(instance, NumberedSender.NEXT, Objects.requireNonNull(message, "message"), true)
                .await();
    }

    @Override
    public Receipt send(long sequence, Message message) {
        return sender.send(instance, required(sequence), Objects.requireNonNull(message, "message"), true)
                .await();
    }

    @Override
    public CompletionStage<Receipt> sendAsync(Message message) {
        return begin(NumberedSender.NEXT, message);
    }

    @Override
    public CompletionStage<Receipt> sendAsync(long sequence, Message message) {
        return sequence < 0 ? CompletableFuture.failedFuture(impossible(sequence)) : begin(sequence, message);
    }

    private CompletableFuture<Receipt> begin(long sequence, Message message) {
        if (message == null) {
            return CompletableFuture.failedFuture(new NullPointerException("message"));
        }
        try {
            return sender.send(instance, sequence, message, false).stage();
        } catch (PenstockException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static long required(long sequence) {
        if (sequence < 0) {
            throw impossible(sequence);
        }
        return sequence;
    }

    private static PenstockException impossible(long sequence) {
        return new PenstockException.InvalidMessage("A message cannot have the number " + sequence + ": begin with 0.");
    }
}

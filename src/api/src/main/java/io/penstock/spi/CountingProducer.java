package io.penstock.spi;

import io.penstock.Message;
import io.penstock.Producer;
import io.penstock.Receipt;

import java.util.concurrent.CompletionStage;

/** A producer whose messages are counted; one that is sent again is counted again. */
record CountingProducer(Producer producer, CountedSender sender) implements Producer {

    @Override
    public String id() {
        return producer.id();
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
        sender.sent(message);
        return producer.send(message);
    }

    @Override
    public CompletionStage<Receipt> sendAsync(Message message) {
        sender.sent(message);
        return producer.sendAsync(message);
    }

    @Override
    public Receipt send(long sequence, Message message) {
        sender.sent(message);
        return producer.send(sequence, message);
    }

    @Override
    public CompletionStage<Receipt> sendAsync(long sequence, Message message) {
        sender.sent(message);
        return producer.sendAsync(sequence, message);
    }
}

package io.penstock.spi;

import io.penstock.Message;
import io.penstock.Producer;
import io.penstock.Transaction;

/** A transaction whose messages are counted when they are added. */
final class CountingTransaction extends ForwardingTransaction {

    private final CountedSender sender;

    CountingTransaction(Transaction transaction, CountedSender sender) {
        super(transaction);
        this.sender = sender;
    }

    @Override
    public void send(Message message) {
        sender.sent(message);
        super.send(message);
    }

    @Override
    public void send(Producer producer, long sequence, Message message) {
        sender.sent(message);
        super.send(producer instanceof CountingProducer counting ? counting.producer() : producer, sequence, message);
    }
}

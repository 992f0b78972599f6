package io.penstock.quarkus.jta;

import io.penstock.Broker;
import io.penstock.Consumer;
import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.DeliveryHandler;
import io.penstock.Message;
import io.penstock.Producer;
import io.penstock.PullConsumer;
import io.penstock.Receipt;
import io.penstock.StartPosition;
import io.penstock.Transaction;
import io.penstock.jms.xa.JoiningBroker;
import io.penstock.spi.EngineReceipt;
import io.penstock.spi.ForwardingBroker;
import io.penstock.spi.QueuedPullConsumer;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A broker for code that a container runs. What the calling thread sends and accepts becomes part of its JTA
 * transaction, if it has one, and is refused if that transaction takes no more work. Two things are not part of it:
 * numbered messages of a producer are written at once, since their numbers cannot wait for the end of a transaction,
 * and deliveries of a replay are settled for the replay alone.
 */
public final class JtaBroker extends ForwardingBroker implements JoiningBroker {

    /** The partition and offset in the receipt of a message whose transaction is open: it is not in the log yet. */
    private static final int NOWHERE_YET = -1;

    private final JtaTransactions transactions;

    public JtaBroker(Broker broker, JtaTransactions transactions) {
        super(broker);
        this.transactions = transactions;
    }

    @Override
    public boolean joins() {
        return transactions.active();
    }

    @Override
    public Receipt send(Message message) {
        return transactions.active() ? sendWithCommit(message) : delegate().send(message);
    }

    @Override
    public CompletionStage<Receipt> sendAsync(Message message) {
        try {
            return transactions.active()
                    ? CompletableFuture.completedFuture(sendWithCommit(message))
                    : delegate().sendAsync(message);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public CompletionStage<List<Receipt>> sendAllAsync(List<Message> messages) {
        try {
            return transactions.active()
                    ? CompletableFuture.completedFuture(
                            messages.stream().map(this::sendWithCommit).toList())
                    : delegate().sendAllAsync(messages);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private Receipt sendWithCommit(Message message) {
        transactions.branch(delegate()).send(message);
        return EngineReceipt.of(message.id(), message.destination(), NOWHERE_YET, NOWHERE_YET);
    }

    @Override
    public Transaction begin(Duration timeout) {
        return new LocalTransaction(delegate().begin(timeout));
    }

    @Override
    public Consumer consume(ConsumerOptions options, DeliveryHandler handler) {
        Set<Delivery> open = ConcurrentHashMap.newKeySet();
        var consumer = delegate()
                .consume(
                        options,
                        deliveries -> handler.handle(deliveries.stream()
                                .map(each -> opened(each, open))
                                .toList()));
        return new JtaConsumer(consumer, open, transactions);
    }

    @Override
    public PullConsumer consume(ConsumerOptions options) {
        return new QueuedPullConsumer(this, options);
    }

    private Delivery opened(Delivery delivery, Set<Delivery> open) {
        open.add(delivery);
        return new JtaDelivery(delivery, open, delegate(), transactions);
    }

    /** A transaction of the session itself, which gets deliveries as the broker handed them out. */
    private record LocalTransaction(Transaction transaction) implements Transaction {

        @Override
        public void send(Message message) {
            transaction.send(message);
        }

        @Override
        public void accept(Delivery delivery) {
            transaction.accept(delivery instanceof JtaDelivery ours ? ours.taken() : delivery);
        }

        @Override
        public void send(Producer producer, long sequence, Message message) {
            transaction.send(producer, sequence, message);
        }

        @Override
        public void seek(String destination, String subscription, StartPosition position) {
            transaction.seek(destination, subscription, position);
        }

        @Override
        public CompletionStage<Void> commitAsync() {
            return transaction.commitAsync();
        }

        @Override
        public CompletionStage<Void> prepareAsync(byte[] globalId) {
            return transaction.prepareAsync(globalId);
        }

        @Override
        public void rollback() {
            transaction.rollback();
        }
    }
}

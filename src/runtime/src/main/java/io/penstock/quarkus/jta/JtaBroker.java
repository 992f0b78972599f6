package io.penstock.quarkus.jta;

import io.penstock.Broker;
import io.penstock.Consumer;
import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.DeliveryHandler;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.PullConsumer;
import io.penstock.Receipt;
import io.penstock.Schedules;
import io.penstock.Transaction;
import io.penstock.jms.xa.JoiningBroker;
import io.penstock.spi.CountingBroker;
import io.penstock.spi.ForwardingBroker;
import io.penstock.spi.ForwardingTransaction;
import io.penstock.spi.ObservingHandler;
import io.penstock.spi.QueuedPullConsumer;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A broker for code that a container runs. What the calling thread sends and accepts, and the schedules that it
 * declares and cancels, become part of its JTA transaction, if it has one, and are refused if that transaction takes no
 * more work. A stage completes when the message is in the transaction, since who waited for the commit inside of it
 * would wait for ever; its receipt has an id, and neither partition nor offset.
 *
 * <p>Everything else takes effect at once. Numbered messages of a producer do, since their numbers cannot wait for the
 * end of a transaction, and so do declarations, seeks and what operators do; deliveries of a replay are settled for the
 * replay alone, and a transaction of the broker is one of its own.
 */
public final class JtaBroker extends ForwardingBroker implements JoiningBroker {

    private final JtaTransactions transactions;

    public JtaBroker(Broker broker, JtaTransactions transactions) {
        super(broker);
        this.transactions = transactions;
    }

    /** A broker that takes part in transactions; the same one if the application has no transaction manager. */
    public static Broker joining(Broker broker, JtaTransactions transactions) {
        return transactions.available() ? new JtaBroker(broker, transactions) : broker;
    }

    /** The broker behind one that takes part in transactions; any other broker itself. */
    public static Broker outside(Broker broker) {
        return broker instanceof JtaBroker joining ? joining.delegate() : broker;
    }

    @Override
    public Broker sendingAs(String door, String name) {
        return new JtaBroker(CountingBroker.as(delegate(), door, name), transactions);
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
        return transactions.branch(delegate()).sendNamed(message);
    }

    @Override
    public Transaction begin(Duration timeout) {
        return new LocalTransaction(delegate().begin(timeout));
    }

    @Override
    public Schedules schedules() {
        return new JtaSchedules(delegate(), transactions);
    }

    @Override
    public Consumer consume(ConsumerOptions options, DeliveryHandler handler) {
        Set<Delivery> open = ConcurrentHashMap.newKeySet();
        var opening =
                handler instanceof ObservingHandler ? new ObservingOpening(handler, open) : new Opening(handler, open);
        return new JtaConsumer(delegate().consume(options, opening), open, transactions);
    }

    @Override
    public PullConsumer consume(ConsumerOptions options) {
        return new QueuedPullConsumer(this, options);
    }

    /** Hands on deliveries whose acceptance becomes part of a transaction. */
    private class Opening implements DeliveryHandler {

        private final DeliveryHandler handler;
        private final Set<Delivery> open;

        private Opening(DeliveryHandler handler, Set<Delivery> open) {
            this.handler = handler;
            this.open = open;
        }

        @Override
        public void handle(List<Delivery> deliveries) {
            open.addAll(deliveries);
            handler.handle(deliveries.stream().map(this::joining).toList());
        }

        private Delivery joining(Delivery delivery) {
            return new JtaDelivery(delivery, open, delegate(), transactions);
        }

        @Override
        public void owns(String destination, Set<Integer> partitions) {
            handler.owns(destination, partitions);
        }

        @Override
        public void closed(PenstockException reason) {
            handler.closed(reason);
        }
    }

    /** Does so for a handler that observes what it does, and says it. */
    private final class ObservingOpening extends Opening implements ObservingHandler {

        private ObservingOpening(DeliveryHandler handler, Set<Delivery> open) {
            super(handler, open);
        }
    }

    /** A transaction of the session itself, which gets deliveries as the broker handed them out. */
    private static final class LocalTransaction extends ForwardingTransaction {

        private LocalTransaction(Transaction transaction) {
            super(transaction);
        }

        @Override
        public void accept(Delivery delivery) {
            delegate().accept(JtaDelivery.taken(delivery));
        }
    }
}

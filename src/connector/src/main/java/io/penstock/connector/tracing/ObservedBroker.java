package io.penstock.connector.tracing;

import io.penstock.Broker;
import io.penstock.Consumer;
import io.penstock.ConsumerOptions;
import io.penstock.DeliveryHandler;
import io.penstock.Message;
import io.penstock.Producer;
import io.penstock.ProducerOptions;
import io.penstock.PullConsumer;
import io.penstock.Receipt;
import io.penstock.Transaction;
import io.penstock.connector.tracing.OutgoingTracing.Traced;
import io.penstock.spi.CountingBroker;
import io.penstock.spi.ForwardingBroker;
import io.penstock.spi.HandlerObserver;
import io.penstock.spi.ObservingHandler;
import io.penstock.spi.QueuedPullConsumer;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * A broker that makes a span of each message that is sent through it, and of each delivery to a plain handler, if there
 * is tracing, and that carries what observes the handlers of front doors. Channels make their own spans: they use the
 * broker {@link #behind} it.
 */
public final class ObservedBroker extends ForwardingBroker {

    private final OutgoingTracing tracing;
    private final IncomingTracing deliveries;
    private final HandlerObserver observer;

    public ObservedBroker(
            Broker broker, OutgoingTracing tracing, IncomingTracing deliveries, HandlerObserver observer) {
        super(broker);
        this.tracing = tracing;
        this.deliveries = deliveries;
        this.observer = observer;
    }

    /** The broker that an observed one observes; any other broker itself. */
    public static Broker behind(Broker broker) {
        return broker instanceof ObservedBroker observed ? observed.delegate() : broker;
    }

    @Override
    public Broker sendingAs(String door, String name) {
        return new ObservedBroker(CountingBroker.as(delegate(), door, name), tracing, deliveries, observer);
    }

    @Override
    public HandlerObserver handlerObserver() {
        return observer;
    }

    @Override
    public Receipt send(Message message) {
        return tracing.isOn() ? sent(message, delegate()::send) : delegate().send(message);
    }

    @Override
    public CompletionStage<Receipt> sendAsync(Message message) {
        return tracing.isOn()
                ? begun(message, delegate()::sendAsync)
                : delegate().sendAsync(message);
    }

    @Override
    public CompletionStage<List<Receipt>> sendAllAsync(List<Message> messages) {
        if (!tracing.isOn()) {
            return delegate().sendAllAsync(messages);
        }
        var traced = messages.stream().map(tracing::begin).toList();
        return delegate()
                .sendAllAsync(traced.stream().map(Traced::message).toList())
                .whenComplete((receipts, failure) -> {
                    for (int i = 0; i < traced.size(); i++) {
                        traced.get(i).ended(receipts == null ? null : receipts.get(i), failure);
                    }
                });
    }

    private Receipt sent(Message message, Function<Message, Receipt> send) {
        var traced = tracing.begin(message);
        try {
            var receipt = send.apply(traced.message());
            traced.ended(receipt, null);
            return receipt;
        } catch (RuntimeException | Error e) {
            traced.ended(null, e);
            throw e;
        }
    }

    private CompletionStage<Receipt> begun(Message message, Function<Message, CompletionStage<Receipt>> send) {
        var traced = tracing.begin(message);
        return send.apply(traced.message()).whenComplete(traced::ended);
    }

    @Override
    public Transaction begin(Duration timeout) {
        var transaction = delegate().begin(timeout);
        return tracing.isOn() ? new TracedTransaction(transaction, tracing) : transaction;
    }

    @Override
    public Producer producer(ProducerOptions options) {
        var producer = delegate().producer(options);
        return tracing.isOn() ? new TracedProducer(producer) : producer;
    }

    @Override
    public Consumer consume(ConsumerOptions options, DeliveryHandler handler) {
        boolean isPlain = handler != null && !(handler instanceof ObservingHandler);
        return deliveries.isOn() && isPlain
                ? new TracedConsumer(delegate().consume(options, new TracedHandler(handler, deliveries)))
                : delegate().consume(options, handler);
    }

    @Override
    public PullConsumer consume(ConsumerOptions options) {
        return observer == HandlerObserver.NONE ? delegate().consume(options) : new QueuedPullConsumer(this, options);
    }

    /** Sends numbered messages. A number that is sent again has a span again, and is written once all the same. */
    private final class TracedProducer implements Producer, TracedTransaction.Unwrapped {

        private final Producer producer;

        private TracedProducer(Producer producer) {
            this.producer = producer;
        }

        @Override
        public Producer unwrapped() {
            return producer;
        }

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
            return sent(message, producer::send);
        }

        @Override
        public CompletionStage<Receipt> sendAsync(Message message) {
            return begun(message, producer::sendAsync);
        }

        @Override
        public Receipt send(long sequence, Message message) {
            return sent(message, traced -> producer.send(sequence, traced));
        }

        @Override
        public CompletionStage<Receipt> sendAsync(long sequence, Message message) {
            return begun(message, traced -> producer.sendAsync(sequence, traced));
        }
    }
}

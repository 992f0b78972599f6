package io.penstock.connector;

import io.penstock.Broker;
import io.penstock.Transaction;
import io.penstock.connector.stream.Delivered;
import io.penstock.connector.tracing.OutgoingTracing;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MessagePublisherProvider;
import io.vertx.core.Vertx;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Function;

/** Runs the transactions of a channel. What is sent goes into them, and not through the stream of the channel. */
final class TransactionsEmitter implements MessagePublisherProvider<Object>, PenstockTransactions<Object> {

    private static final Logger LOG = Logger.getLogger(TransactionsEmitter.class);

    private final Broker broker;
    private final OutgoingMapper mapper;
    private final OutgoingTracing tracing;

    TransactionsEmitter(Broker broker, OutgoingMapper mapper, OutgoingTracing tracing) {
        this.broker = broker;
        this.mapper = mapper;
        this.tracing = tracing;
    }

    @Override
    public Flow.Publisher<Message<?>> getPublisher() {
        return Multi.createFrom().nothing();
    }

    @Override
    public <R> Uni<R> withTransaction(Function<TransactionalEmitter<Object>, Uni<R>> work) {
        return run(Optional.empty(), work);
    }

    @Override
    public <R> Uni<R> withTransaction(Message<?> consumed, Function<TransactionalEmitter<Object>, Uni<R>> work) {
        var delivered = consumed.getMetadata(IncomingPenstockMetadata.class)
                .flatMap(IncomingPenstockMetadata::delivered)
                .or(() -> consumed.getMetadata(IncomingPenstockBatchMetadata.class)
                        .map(IncomingPenstockBatchMetadata::batch));
        if (delivered.isEmpty()) {
            throw new IllegalArgumentException(consumed + " cannot be accepted in a transaction: it was not consumed"
                    + " from a channel of Penstock, or from a broadcast one.");
        }
        return run(delivered, work);
    }

    private <R> Uni<R> run(Optional<Delivered> consumed, Function<TransactionalEmitter<Object>, Uni<R>> work) {
        return Uni.createFrom().deferred(() -> {
            var caller = Vertx.currentContext();
            Executor onCaller = caller == null ? Runnable::run : task -> caller.runOnContext(none -> task.run());
            var transaction = broker.begin();
            var sends = new Sends(transaction);
            return Uni.createFrom()
                    .deferred(() -> work.apply(sends))
                    .onItem()
                    .call(result -> Uni.createFrom().completionStage(() -> {
                        consumed.ifPresent(each -> each.deliveries().forEach(transaction::accept));
                        return transaction.commitAsync();
                    }))
                    .onItem()
                    .invoke(result -> consumed.ifPresent(Delivered::acceptedElsewhere))
                    .onFailure()
                    .invoke(failure -> rollBack(transaction))
                    .onCancellation()
                    .invoke(() -> rollBack(transaction))
                    .emitOn(onCaller);
        });
    }

    private static void rollBack(Transaction transaction) {
        try {
            transaction.rollback();
        } catch (RuntimeException e) {
            LOG.debugf(e, "A transaction is rolled back already: its commit has failed, or it took too long.");
        }
    }

    private final class Sends implements TransactionalEmitter<Object> {

        private final Transaction transaction;

        private Sends(Transaction transaction) {
            this.transaction = transaction;
        }

        @Override
        public void send(Object payload) {
            sendMessage(Message.of(payload));
        }

        /** A transaction is for one thread at a time. */
        @Override
        public synchronized void sendMessage(Message<?> message) {
            transaction.send(tracing.begin(message, mapper.map(message)).inTransaction());
        }
    }
}

package io.penstock.remote;

import io.penstock.Durability;
import io.penstock.PenstockException;
import io.penstock.ProducerOptions;
import io.penstock.Receipt;
import io.penstock.remote.wire.Codec;
import io.penstock.remote.wire.HandOutCodecs;
import io.penstock.remote.wire.RemoteCalls;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Serves calls that send: by themselves, as a producer, in a transaction. */
final class SendingServices {

    private SendingServices() {}

    static void addTo(Services services) {
        services.start(RemoteCalls.SEND, (served, sent) -> {
            var broker = served.broker();
            boolean isVolatile = sent.message()
                    .durability()
                    .filter(Durability.MEMORY::equals)
                    .isPresent();
            if (sent.waits() && isVolatile) {
                // The broker tells whoever waits before it is written, and others perhaps after that.
                return served.session().server().block(() -> broker.send(sent.message()));
            }
            return orWait(served, sent.waits(), broker.sendAsync(sent.message()), () -> broker.send(sent.message()));
        });
        services.start(
                RemoteCalls.SEND_ALL, (served, messages) -> served.broker().sendAllAsync(messages));
        services.answer(RemoteCalls.PRODUCER, (served, id) -> {
            var producer = served.broker().producer(ProducerOptions.of(id).build());
            return new HandOutCodecs.OpenProducer(
                    served.link().add(producer), producer.epoch(), producer.nextSequence());
        });
        services.start(RemoteCalls.PRODUCER_SEND, SendingServices::sendNumbered);
        services.answer(
                RemoteCalls.PRODUCER_NEXT,
                (served, handle) -> served.link().producer(handle).nextSequence());
        addTransactions(services);
    }

    private static CompletionStage<Receipt> sendNumbered(Served served, HandOutCodecs.Numbered numbered) {
        var producer = served.link().producer(numbered.producer());
        var message = numbered.message();
        var sequence = numbered.sequence();
        if (sequence == null) {
            return orWait(served, numbered.waits(), producer.sendAsync(message), () -> producer.send(message));
        }
        return orWait(
                served,
                numbered.waits(),
                producer.sendAsync(sequence, message),
                () -> producer.send(sequence, message));
    }

    /** Whoever waits is not told that there is no room now: a thread waits for it. */
    private static CompletionStage<Receipt> orWait(
            Served served, boolean waits, CompletionStage<Receipt> sending, Supplier<Receipt> blocking) {
        if (!waits) {
            return sending;
        }
        return sending.handle((receipt, failure) -> {
                    if (failure == null) {
                        return CompletableFuture.completedFuture(receipt);
                    }
                    return PenstockException.causeOf(failure) instanceof PenstockException.Overloaded
                            ? served.session().server().block(blocking)
                            : CompletableFuture.<Receipt>failedFuture(PenstockException.causeOf(failure));
                })
                .thenCompose(done -> done);
    }

    private static void addTransactions(Services services) {
        services.perform(
                RemoteCalls.BEGIN,
                (served, begun) -> served.transactions()
                        .begin(begun.first(), () -> served.broker().begin(begun.second())));
        services.perform(RemoteCalls.TRANSACTION_SEND, (served, send) -> {
            var transaction = served.transactions().find(send.transaction());
            var handle = send.producer();
            if (handle == null) {
                transaction.send(send.message());
            } else {
                transaction.send(served.link().producer(handle), send.sequence(), send.message());
            }
        });
        services.perform(RemoteCalls.TRANSACTION_ACCEPT, (served, accepted) -> {
            long id = accepted.first();
            var held = accepted.second();
            for (long number : held.deliveries()) {
                served.transactions().find(id).accept(served.consumers().named(held.consumer(), number));
                served.transactions().whenDone(id, () -> {
                    var consumer = served.consumers().find(held.consumer());
                    if (consumer != null) {
                        consumer.settled(number);
                    }
                });
            }
        });
        services.perform(
                RemoteCalls.TRANSACTION_SEEK,
                (served, seek) -> served.transactions()
                        .find(seek.transaction())
                        .seek(seek.destination(), seek.subscription(), seek.position()));
        services.perform(RemoteCalls.TRANSACTION_SCHEDULE, (served, change) -> {
            var transaction = served.transactions().find(change.transaction());
            if (change.schedule() != null) {
                transaction.schedule(change.schedule());
            } else {
                transaction.cancelSchedule(change.cancelled());
            }
        });
        addEnds(services);
    }

    private static void addEnds(Services services) {
        services.start(
                RemoteCalls.COMMIT,
                (served, id) -> blocking(
                        served, () -> served.transactions().end(id, transaction -> transaction.commitAsync())));
        services.start(
                RemoteCalls.PREPARE,
                (served, prepare) -> blocking(
                        served,
                        () -> served.transactions()
                                .end(prepare.first(), transaction -> transaction.prepareAsync(prepare.second()))));
        services.perform(
                RemoteCalls.ROLLBACK, (served, id) -> served.transactions().rollback(id));
        services.answer(
                RemoteCalls.PREPARED, (served, nothing) -> served.broker().prepared());
        services.perform(
                RemoteCalls.COMMIT_PREPARED, (served, id) -> served.broker().commitPrepared(id));
        services.perform(
                RemoteCalls.ROLLBACK_PREPARED, (served, id) -> served.broker().rollbackPrepared(id));
        services.perform(
                RemoteCalls.FORGET_PREPARED, (served, id) -> served.broker().forgetPrepared(id));
    }

    /** A commit may look up times in the thread that asks for it. */
    private static CompletionStage<Codec.Nothing> blocking(Served served, Supplier<CompletionStage<Void>> ending) {
        return served.session()
                .server()
                .block(ending)
                .thenCompose(stage -> stage)
                .thenApply(done -> Codec.Nothing.NOTHING);
    }
}

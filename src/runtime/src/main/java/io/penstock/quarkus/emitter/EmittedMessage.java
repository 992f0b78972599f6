package io.penstock.quarkus.emitter;

import io.penstock.Receipt;
import io.penstock.connector.stream.Enlistment;
import io.penstock.quarkus.jta.JtaBranch;
import org.eclipse.microprofile.reactive.messaging.Message;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/** A message on its way from an emitter into the transaction in which it was emitted. */
final class EmittedMessage {

    private final JtaBranch branch;
    private final EmittedMessages all;
    private final AtomicBoolean hasArrived = new AtomicBoolean();

    EmittedMessage(JtaBranch branch, EmittedMessages all) {
        this.branch = branch;
        this.all = all;
    }

    /** The message as it goes through the stream of the channel, from which the channel knows where it belongs. */
    <T> Message<T> of(Message<T> message) {
        all.emitted();
        return message.addMetadata(new Enlistment(this::send)).withNackWithMetadata((reason, metadata) -> {
            refused(reason);
            return message.nack(reason, metadata);
        });
    }

    private CompletionStage<Receipt> send(io.penstock.Message message) {
        try {
            var receipt = branch.sendNamed(message);
            arrived();
            return CompletableFuture.completedFuture(receipt);
        } catch (RuntimeException e) {
            refused(e);
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Says that the message is not in the transaction, which therefore must not be committed. */
    void refused(Throwable reason) {
        all.refused(reason);
        arrived();
    }

    /** Says that nobody has to wait for the message any more. */
    void arrived() {
        if (hasArrived.compareAndSet(false, true)) {
            all.arrived();
        }
    }

    /** Waits for the message if the commit has begun already. */
    void afterEmission() {
        all.afterEmission();
    }
}

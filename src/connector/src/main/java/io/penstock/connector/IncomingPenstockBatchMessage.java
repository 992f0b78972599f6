package io.penstock.connector;

import io.penstock.Delivery;
import io.penstock.connector.stream.Delivered;
import io.penstock.connector.stream.Forwarding;
import io.penstock.connector.tracing.ProcessSpan;
import io.penstock.listener.ItemsFailedException;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.providers.locals.ContextAwareMessage;
import org.eclipse.microprofile.reactive.messaging.Metadata;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Several deliveries as one message of Reactive Messaging. A converter makes a list of its payload, and takes out what
 * cannot be read. The rest is accepted together, or nacked: all of it, or the items that a {@link
 * ItemsFailedException} names.
 */
final class IncomingPenstockBatchMessage
        implements ContextAwareMessage<IncomingPenstockBatchMessage.Bodies>, Delivered {

    private final IncomingChannel channel;
    private final DeliveryFlow flow;
    private final ProcessSpan span;
    private final Metadata metadata;
    private final AtomicReference<CompletableFuture<Void>> outcome = new AtomicReference<>();
    private volatile List<Delivery> deliveries;

    /**
     * Stands for the bodies of a batch: no list, because Reactive Messaging would hand a list on without converting it.
     */
    record Bodies(int count) {}

    /** Makes the message. This must happen on the channel's context, of which the message's own is a duplicate. */
    IncomingPenstockBatchMessage(List<Delivery> deliveries, IncomingChannel channel, DeliveryFlow flow) {
        this.deliveries = deliveries;
        this.channel = channel;
        this.flow = flow;
        span = channel.tracing().begin(deliveries);
        metadata = ContextAwareMessage.captureContextMetadata(span.with(
                new IncomingPenstockBatchMetadata(channel.commonName(), () -> records(deliveries, channel), this)));
    }

    private static List<IncomingPenstockMetadata> records(List<Delivery> deliveries, IncomingChannel channel) {
        var name = channel.commonName();
        return deliveries.stream()
                .map(delivery -> IncomingPenstockMetadata.of(delivery, name, null, channel.readsCloudEvents()))
                .toList();
    }

    @Override
    public Bodies getPayload() {
        return new Bodies(deliveries.size());
    }

    @Override
    public Metadata getMetadata() {
        return metadata;
    }

    /** The bodies as they are; null if they may be something else, such as cloud events. */
    List<Object> bodies() {
        if (channel.readsCloudEvents()) {
            return null;
        }
        var bodies = new ArrayList<Object>(deliveries.size());
        deliveries.forEach(delivery -> bodies.add(delivery.message().body()));
        return bodies;
    }

    /** Takes items out that cannot be read, each of which is settled as a failed message of its own. */
    void refuse(Map<Integer, UnreadablePayloadException> unreadable) {
        var rest = new ArrayList<Delivery>(deliveries.size());
        for (int i = 0; i < deliveries.size(); i++) {
            if (unreadable.containsKey(i)) {
                nackOne(deliveries.get(i), unreadable.get(i), null).exceptionally(failure -> null);
            } else {
                rest.add(deliveries.get(i));
            }
        }
        deliveries = rest;
    }

    @Override
    public Function<Metadata, CompletionStage<Void>> getAckWithMetadata() {
        return ignored -> settle(() -> {
            span.accepted();
            return accept(deliveries);
        });
    }

    @Override
    public BiFunction<Throwable, Metadata, CompletionStage<Void>> getNackWithMetadata() {
        return (reason, nackMetadata) -> settle(() -> fail(reason, nackMetadata));
    }

    private CompletionStage<Void> accept(List<Delivery> accepted) {
        if (accepted.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        var stage = channel.acknowledge(accepted, flow);
        return stage.toCompletableFuture().isDone() ? stage : onMessageContext(stage);
    }

    private CompletionStage<Void> fail(Throwable reason, Metadata nackMetadata) {
        var thrown = Settlement.thrownByUser(reason);
        span.failed(thrown);
        Map<Integer, Throwable> failures = new HashMap<>();
        if (thrown instanceof ItemsFailedException items) {
            failures.putAll(items.failures());
        }
        if (failures.isEmpty() || failures.keySet().stream().anyMatch(index -> index >= deliveries.size())) {
            for (int i = 0; i < deliveries.size(); i++) {
                failures.putIfAbsent(i, thrown);
            }
        }
        return onMessageContext(settleEach(failures, nackMetadata));
    }

    private CompletionStage<Void> settleEach(Map<Integer, Throwable> failures, Metadata nackMetadata) {
        var accepted = new ArrayList<Delivery>(deliveries.size());
        var stages = new ArrayList<CompletionStage<Void>>();
        for (int i = 0; i < deliveries.size(); i++) {
            var failure = failures.get(i);
            if (failure == null) {
                accepted.add(deliveries.get(i));
            } else {
                stages.add(nackOne(deliveries.get(i), failure, nackMetadata));
            }
        }
        if (!accepted.isEmpty()) {
            stages.add(channel.acknowledge(accepted, flow));
        }
        return CompletableFuture.allOf(
                stages.stream().map(CompletionStage::toCompletableFuture).toArray(CompletableFuture<?>[]::new));
    }

    private CompletionStage<Void> nackOne(Delivery delivery, Throwable failure, Metadata nackMetadata) {
        return channel.settlement()
                .nack(delivery, failure, nackMetadata, channel)
                .whenComplete((nothing, problem) -> flow.settled(1));
    }

    @Override
    public List<Delivery> deliveries() {
        return deliveries;
    }

    @Override
    public void acceptedElsewhere() {
        if (outcome.compareAndSet(null, CompletableFuture.completedFuture(null))) {
            span.accepted();
            flow.settled(deliveries.size());
        }
    }

    private CompletionStage<Void> settle(Supplier<CompletionStage<Void>> disposition) {
        var first = new CompletableFuture<Void>();
        return outcome.compareAndSet(null, first) ? Forwarding.forward(disposition.get(), first) : outcome.get();
    }

    private CompletionStage<Void> onMessageContext(CompletionStage<Void> stage) {
        return Uni.createFrom()
                .completionStage(stage)
                .emitOn(this::runOnMessageContext)
                .subscribeAsCompletionStage();
    }
}

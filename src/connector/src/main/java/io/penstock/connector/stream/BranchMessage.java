package io.penstock.connector.stream;

import io.smallrye.reactive.messaging.providers.locals.ContextAwareMessage;
import io.smallrye.reactive.messaging.providers.locals.LocalContextMetadata;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;

import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Function;

/** A message of a broadcast channel as one of its subscribers gets it, on a context of its own. */
public final class BranchMessage implements ContextAwareMessage<Object> {

    private final Message<?> message;
    private final SharedOutcome shared;
    private final Metadata metadata;
    private final AtomicReference<CompletableFuture<Void>> outcome = new AtomicReference<>();

    /** Makes the message. This must happen on the channel's context, of which the message's own is a duplicate. */
    public BranchMessage(Message<?> message, SharedOutcome shared) {
        this.message = message;
        this.shared = shared;
        var kept = new ArrayList<Object>();
        for (var each : message.getMetadata()) {
            if (!(each instanceof LocalContextMetadata)) {
                kept.add(each);
            }
        }
        metadata = ContextAwareMessage.captureContextMetadata(kept);
    }

    @Override
    public Object getPayload() {
        return message.getPayload();
    }

    @Override
    public Metadata getMetadata() {
        return metadata;
    }

    @Override
    public Function<Metadata, CompletionStage<Void>> getAckWithMetadata() {
        return ignored -> end(null, null);
    }

    @Override
    public BiFunction<Throwable, Metadata, CompletionStage<Void>> getNackWithMetadata() {
        return this::end;
    }

    /** The subscriber has left without having seen it. */
    public void abandon() {
        end(new SubscriberLeftException(), null);
    }

    private CompletionStage<Void> end(Throwable reason, Metadata nackMetadata) {
        var first = new CompletableFuture<Void>();
        return outcome.compareAndSet(null, first)
                ? Forwarding.forward(shared.end(reason, nackMetadata), first)
                : outcome.get();
    }
}

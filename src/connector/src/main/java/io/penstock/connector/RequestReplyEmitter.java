package io.penstock.connector;

import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.connector.reply.PenstockReplyFailureHandler;
import io.penstock.connector.stream.Replies;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.EmitterConfiguration;
import io.smallrye.reactive.messaging.providers.extension.MutinyEmitterImpl;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The emitter of a channel through which requests go, and the replies that are waited for. There are never more of them
 * than {@code max-inflight-messages} of the channel.
 */
final class RequestReplyEmitter extends MutinyEmitterImpl<Object> {

    private final String channel;
    private final Replies replies;
    private final Duration timeout;
    private final int maxPending;
    private final PenstockReplyFailureHandler failures;
    private final Map<String, Consumer<Message>> waiting = new ConcurrentHashMap<>();

    RequestReplyEmitter(
            EmitterConfiguration configuration,
            long bufferSize,
            OutgoingSettings settings,
            Replies.Source source,
            PenstockReplyFailureHandler failures) {
        super(configuration, bufferSize);
        channel = settings.channel();
        timeout = settings.replyTimeout();
        maxPending = settings.maxInflight();
        this.failures = failures;
        replies = source.open(channel, settings.replyDestination(), this::arrived);
    }

    void close() {
        replies.close();
    }

    int pending() {
        return waiting.size();
    }

    /** Sends a request when it is subscribed to, and emits the messages that answer it until it is cancelled. */
    Multi<Message> request(Object payload) {
        return Multi.createFrom().deferred(() -> {
            var id = UUID.randomUUID().toString();
            return Multi.createFrom()
                    .<Message>emitter(emitter -> {
                        if (waiting.size() >= maxPending) {
                            emitter.fail(new PenstockException.Overloaded("Channel '" + channel + "' waits for replies"
                                    + " to " + maxPending + " requests: raise 'max-inflight-messages' if it needs more"
                                    + "."));
                            return;
                        }
                        waiting.put(id, emitter::emit);
                        emitter.onTermination(() -> waiting.remove(id));
                        sendMessage(org.eclipse.microprofile.reactive.messaging.Message.of(payload)
                                        .addMetadata(metadata(id)))
                                .subscribe()
                                .with(sent -> {}, emitter::fail);
                    })
                    .ifNoItem()
                    .after(timeout)
                    .failWith(() -> new ReplyTimeoutException(channel, id, timeout))
                    .onItem()
                    .call(this::failIfReported);
        });
    }

    private Uni<Void> failIfReported(Message reply) {
        var failure = failures.failureOf(reply);
        return failure == null ? Uni.createFrom().voidItem() : Uni.createFrom().failure(failure);
    }

    private OutgoingPenstockMetadata metadata(String id) {
        return OutgoingPenstockMetadata.builder()
                .header(PenstockRequestReply.REPLY_TO, "queue:" + replies.queue())
                .header(PenstockRequestReply.CORRELATION_ID, id)
                .build();
    }

    /** A reply that nobody waits for has come too late, or was one too many. */
    private void arrived(Message reply) {
        var id = reply.headers().get(PenstockRequestReply.CORRELATION_ID);
        var waits = id == null ? null : waiting.get(id);
        if (waits != null) {
            waits.accept(reply);
        }
    }
}

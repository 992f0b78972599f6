package io.penstock.remote;

import io.penstock.DeadLetterReason;
import io.penstock.Delivery;
import io.penstock.Headers;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.remote.wire.Codec;
import io.penstock.remote.wire.HandOutCodecs;
import io.penstock.remote.wire.RemoteCall;
import io.penstock.remote.wire.RemoteCalls;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A delivery that the server holds for this client, as long as the connection lasts over which it came. */
final class RemoteDelivery implements Delivery {

    private final ClientLink link;
    private final RemoteReceiver receiver;
    private final long membership;
    private final HandOutCodecs.Delivered delivered;

    /** Whether it was settled before it was handed out, so that the server holds nothing. */
    private final boolean isSettled;

    RemoteDelivery(
            ClientLink link,
            RemoteReceiver receiver,
            long membership,
            HandOutCodecs.Delivered delivered,
            boolean isSettled) {
        this.isSettled = isSettled;
        this.link = link;
        this.receiver = receiver;
        this.membership = membership;
        this.delivered = delivered;
    }

    RemoteReceiver receiver() {
        return receiver;
    }

    ClientLink link() {
        return link;
    }

    long membership() {
        return membership;
    }

    long number() {
        return delivered.id();
    }

    HandOutCodecs.Held held() {
        return new HandOutCodecs.Held(membership, List.of(number()));
    }

    PenstockException.LeaseLost leaseLost() {
        return new PenstockException.LeaseLost(message().destination(), subscription(), partition(), offset());
    }

    @Override
    public Message message() {
        return delivered.message();
    }

    @Override
    public String subscription() {
        return delivered.subscription();
    }

    @Override
    public String consumer() {
        return delivered.consumer();
    }

    @Override
    public int partition() {
        return delivered.partition();
    }

    @Override
    public long offset() {
        return delivered.offset();
    }

    @Override
    public int attempt() {
        return delivered.attempt();
    }

    @Override
    public int deliveries() {
        return delivered.deliveries();
    }

    @Override
    public boolean redelivered() {
        return delivered.redelivered();
    }

    /** Is told of a lost lease what the broker would say of it. */
    CompletableFuture<Void> settled(CompletableFuture<Codec.Nothing> settling) {
        return settling.handle((done, failure) -> {
                    if (failure == null) {
                        return CompletableFuture.<Void>completedFuture(null);
                    }
                    var cause = PenstockException.causeOf(failure);
                    boolean isLost = cause instanceof PenstockException.LeaseLost
                            || cause instanceof PenstockException.Unavailable && !receiver.isMember(membership);
                    return CompletableFuture.<Void>failedFuture(isLost ? leaseLost() : cause);
                })
                .thenCompose(done -> done);
    }

    boolean isSettled() {
        return isSettled;
    }

    private <Q> CompletableFuture<Void> settle(RemoteCall<Q, Codec.Nothing> call, Q question) {
        if (isSettled) {
            return call == RemoteCalls.ACCEPT || call == RemoteCalls.RENEW
                    ? CompletableFuture.completedFuture(null)
                    : CompletableFuture.failedFuture(new PenstockException.Conflict("Offset " + offset()
                            + " of partition " + partition() + " of subscription '" + subscription() + "' of '"
                            + message().destination() + "' was settled before it was handed out to '" + consumer()
                            + "' (settleFirst): it can only be accepted."));
        }
        if (!receiver.isMember(membership)) {
            return CompletableFuture.failedFuture(leaseLost());
        }
        try {
            return settled(link.call(call, question));
        } catch (PenstockException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public void accept() {
        if (isSettled) {
            return;
        }
        if (!receiver.isMember(membership)) {
            throw leaseLost();
        }
        var call = RemoteCalls.ACCEPT;
        ClientLink.await(
                settled(link.start(call, held(), ClientLink.usual(call)).future()));
    }

    @Override
    public CompletionStage<Void> acceptAsync() {
        return settle(RemoteCalls.ACCEPT, held());
    }

    @Override
    public CompletionStage<Void> releaseAsync(Duration delay, boolean countsAsAttempt) {
        Objects.requireNonNull(delay, "delay");
        return settle(RemoteCalls.RELEASE, new HandOutCodecs.Release(membership, number(), delay, countsAsAttempt));
    }

    @Override
    public CompletionStage<Void> failAsync(Throwable failure) {
        Objects.requireNonNull(failure, "failure");
        return settle(RemoteCalls.FAIL, new Codec.Pair<>(held(), failure));
    }

    @Override
    public CompletionStage<Void> rejectAsync(DeadLetterReason reason, String description, @Nullable Throwable failure) {
        return rejectAsync(reason, description, failure, Headers.empty());
    }

    @Override
    public CompletionStage<Void> rejectAsync(
            DeadLetterReason reason, String description, @Nullable Throwable failure, Headers headers) {
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(headers, "headers");
        return settle(
                RemoteCalls.REJECT,
                new HandOutCodecs.Reject(membership, number(), reason, description, failure, headers));
    }

    @Override
    public CompletionStage<Void> renewAsync(Duration lease) {
        Objects.requireNonNull(lease, "lease");
        return settle(RemoteCalls.RENEW, new Codec.Pair<>(held(), lease));
    }
}

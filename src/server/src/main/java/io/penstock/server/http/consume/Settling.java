package io.penstock.server.http.consume;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.DeadLetterReason;
import io.penstock.PenstockException;
import io.penstock.RetryPolicy;
import io.penstock.server.http.request.ItemProblem;
import io.penstock.server.http.request.RequestException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import jakarta.inject.Singleton;

/** Settles deliveries by the tokens of their leases, for the caller that they were handed to. */
@Singleton
final class Settling {

    /** The longest description: enough for a message of an exception, too little for a body. */
    private static final int MAX_DESCRIPTION = 2_000;

    private static final String USUAL_REASON = "Rejected by a consumer over HTTP";

    private final SharedConsumers consumers;
    private final Tokens tokens;
    private final ConsumeLimits limits;
    private final ObjectMapper json;

    Settling(SharedConsumers consumers, Tokens tokens, ConsumeLimits limits, ObjectMapper json) {
        this.json = json;
        this.consumers = consumers;
        this.tokens = tokens;
        this.limits = limits;
    }

    /** Settles each item by itself; the stage does not fail. */
    CompletionStage<SettledView> all(Interest interest, List<JsonNode> items, String path) {
        var results = items.stream()
                .map(item -> one(interest, item, path).toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(results.toArray(CompletableFuture<?>[]::new))
                .thenApply(done -> new SettledView(
                        results.stream().map(CompletableFuture::join).toList()));
    }

    private CompletionStage<SettledView.Item> one(Interest interest, JsonNode written, String path) {
        // Told with what is wrong, too, so that the client knows which of its messages it is.
        var token = written == null ? null : written.path("token").textValue();
        try {
            return act(interest, item(written))
                    .handle((end, failure) -> failure != null
                            ? SettledView.Item.failed(token, ItemProblem.of(failure, path))
                            : end == null ? SettledView.Item.done(token) : SettledView.Item.renewed(token, end));
        } catch (RuntimeException e) {
            return CompletableFuture.completedFuture(SettledView.Item.failed(token, ItemProblem.of(e, path)));
        }
    }

    private SettleRequest.Item item(JsonNode written) {
        if (written == null || !written.isObject()) {
            throw RequestException.malformed("An item is no JSON object: name a token and an action.");
        }
        try {
            return json.treeToValue(written, SettleRequest.Item.class);
        } catch (JsonProcessingException e) {
            throw RequestException.malformedJson(e);
        }
    }

    /** Completes with the end of a lease that was renewed, and with null for all else. */
    private CompletionStage<Instant> act(Interest interest, SettleRequest.Item item) {
        item.requireMeaning();
        return switch (item.action()) {
            case ACCEPT -> accept(interest, item.token()).thenApply(done -> null);
            case RELEASE ->
                release(interest, item.token(), new ReleaseRequest(item.delay(), item.countsAsAttempt()))
                        .thenApply(done -> null);
            case FAIL -> fail(interest, item.token(), item.description()).thenApply(done -> null);
            case REJECT ->
                reject(interest, item.token(), new RejectRequest(item.reason(), item.description()))
                        .thenApply(done -> null);
            case RENEW -> renew(interest, item.token(), item.lease()).thenApply(LeaseView::leaseEndsAt);
        };
    }

    CompletionStage<Void> accept(Interest interest, String token) {
        return settle(interest, token, lease -> lease.delivery().acceptAsync());
    }

    CompletionStage<Void> release(Interest interest, String token, ReleaseRequest request) {
        var delay = request.delay() == null ? Duration.ZERO : request.delay();
        if (delay.isNegative() || delay.compareTo(RetryPolicy.MAX_DELAY) > 0) {
            throw RequestException.malformed("'delay' is " + delay + ": use an ISO-8601 duration of zero to P"
                    + RetryPolicy.MAX_DELAY.toDays() + "D.");
        }
        boolean counts = Boolean.TRUE.equals(request.countsAsAttempt());
        return settle(interest, token, lease -> lease.delivery().releaseAsync(delay, counts));
    }

    CompletionStage<Void> fail(Interest interest, String token, String description) {
        requireShort(description);
        var failure = new ReportedFailure(description == null ? "Failed at a consumer over HTTP" : description);
        return settle(interest, token, lease -> lease.delivery().failAsync(failure));
    }

    CompletionStage<Void> reject(Interest interest, String token, RejectRequest request) {
        requireShort(request.description());
        var reason = request.reason() == null ? DeadLetterReason.REJECTED : request.reason();
        var description = request.description() == null ? USUAL_REASON : request.description();
        return settle(interest, token, lease -> lease.delivery().rejectAsync(reason, description, null));
    }

    private static void requireShort(String description) {
        if (description != null && description.length() > MAX_DESCRIPTION) {
            throw RequestException.malformed(
                    "'description' has " + description.length() + " characters: use at most " + MAX_DESCRIPTION + ".");
        }
    }

    CompletionStage<LeaseView> renew(Interest interest, String token, Duration wanted) {
        var length = wanted == null ? limits.lease() : wanted;
        if (length.compareTo(ConsumeLimits.SHORTEST_LEASE) < 0 || length.compareTo(ConsumeLimits.LONGEST_LEASE) > 0) {
            throw RequestException.malformed("'lease' is " + length + ": use an ISO-8601 duration of "
                    + ConsumeLimits.SHORTEST_LEASE + " to " + ConsumeLimits.LONGEST_LEASE + ".");
        }
        var owner = owner(interest, token);
        var lease = lease(owner, token);
        var end = owner.leases().endOf(length);
        return lease.delivery().renewAsync(length).thenApply(done -> {
            lease.renewed(end);
            return new LeaseView(token, end);
        });
    }

    /** Is what one asks of a delivery. */
    private interface Disposition {
        CompletionStage<Void> of(Lease lease);
    }

    private CompletionStage<Void> settle(Interest interest, String token, Disposition disposition) {
        var owner = owner(interest, token);
        var lease = lease(owner, token);
        if (!owner.leases().remove(lease)) {
            throw gone(token);
        }
        return disposition.of(lease).whenComplete((done, failure) -> {
            boolean isOver =
                    failure == null || PenstockException.causeOf(failure) instanceof PenstockException.LeaseLost;
            if (!isOver) {
                owner.leases().putBack(lease); // It may be tried again, as long as the lease lasts.
            }
            owner.settled();
        });
    }

    private SharedConsumer owner(Interest interest, String token) {
        var owner = consumers.find(interest);
        if (owner == null) {
            throw gone(token);
        }
        return owner;
    }

    private Lease lease(SharedConsumer owner, String token) {
        var lease = owner.leases().find(token);
        if (lease == null) {
            throw gone(token);
        }
        return lease;
    }

    private RequestException gone(String token) {
        return RequestException.tokenGone(
                tokens.isOfThisRun(token)
                        ? "The token is not good for a message of this subscription, for this caller: the message was"
                                + " settled by it before, or its lease ended, and it is handed out again then."
                        : "The token is not of this run of the server: it was restarted, which ends all leases, and the"
                                + " message is handed out again; or it never was a token.");
    }
}

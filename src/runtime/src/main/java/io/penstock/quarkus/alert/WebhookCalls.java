package io.penstock.quarkus.alert;

import io.penstock.Delivery;
import org.jboss.logging.Logger;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Calls webhooks by HTTP. It follows no redirection, which could lead anywhere, and reads nothing of the answer but its
 * status.
 */
final class WebhookCalls {

    private static final Logger LOG = Logger.getLogger(WebhookCalls.class);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private final InstantSource clock;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(CONNECT_TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    WebhookCalls(InstantSource clock) {
        this.clock = clock;
    }

    /** Tells a webhook what a delivery has. The future fails with a {@link WebhookFailure} if it did not take it. */
    CompletableFuture<Void> call(Webhook webhook, Delivery delivery) {
        var body = delivery.message().body();
        var id = delivery.message().id();
        long seconds = clock.instant().getEpochSecond();
        var request = HttpRequest.newBuilder(webhook.url())
                .timeout(webhook.timeout())
                .header("Content-Type", "application/json")
                .header("User-Agent", "Penstock")
                .header("webhook-id", id)
                .header("webhook-timestamp", Long.toString(seconds))
                .header("webhook-signature", WebhookSignature.of(webhook.secret(), id, seconds, body))
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        return client.sendAsync(request, BodyHandlers.discarding()).handle((answer, failure) -> {
            if (failure != null) {
                var cause = failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
                LOG.debugf(
                        "The %s was not reached: %s", webhook, cause.getClass().getName());
                throw new WebhookFailure(
                        webhook, "was not reached: " + cause.getClass().getSimpleName());
            }
            if (answer.statusCode() / 100 != 2) {
                throw new WebhookFailure(webhook, "answered with status " + answer.statusCode());
            }
            return null;
        });
    }
}

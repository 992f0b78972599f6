package io.penstock.quarkus.alert;

/**
 * A call of a webhook failed. Its message is kept with a dead letter, and says nothing of what stands behind the host.
 */
final class WebhookFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    WebhookFailure(Webhook webhook, String problem) {
        super(webhook + " " + problem);
    }
}

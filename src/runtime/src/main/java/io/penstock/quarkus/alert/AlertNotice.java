package io.penstock.quarkus.alert;

import io.penstock.AlertCondition;
import io.penstock.AlertState;
import io.penstock.Message;
import io.penstock.TypedSender;
import io.vertx.core.json.JsonObject;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;

/** Writes a change of an alert as the message that a webhook is told it by. */
final class AlertNotice {

    /** The header with the name of the webhook. */
    static final String WEBHOOK = "webhook";

    private AlertNotice() {}

    /** The message; its id is the same however often the change is handed on, so that it is written once. */
    static Message message(String queue, Webhook webhook, AlertState alert) {
        var id = id(alert) + "-" + webhook.name();
        return Message.to(queue)
                .id(id)
                .key(webhook.name() + " " + subject(alert))
                .header(WEBHOOK, webhook.name())
                .header(TypedSender.CONTENT_TYPE, "application/json")
                .body(json(id, alert).encode().getBytes(StandardCharsets.UTF_8))
                .build();
    }

    private static String id(AlertState alert) {
        var text = subject(alert) + " " + alert.status() + " " + alert.since().toEpochMilli();
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static String subject(AlertState alert) {
        return alert.rule().name() + " " + alert.destination() + " " + alert.subscription();
    }

    private static JsonObject json(String id, AlertState alert) {
        return new JsonObject()
                .put("id", id)
                .put("alert", alert.rule().name())
                .put("condition", condition(alert.rule().condition()))
                .put("status", alert.status().name().toLowerCase(Locale.ROOT))
                .put("destination", alert.destination())
                .put("subscription", alert.subscription())
                .put("since", alert.since().toString())
                .put("value", alert.value())
                .put("text", alert.isFiring() ? alert.sentence() : "It is so no more: " + alert.sentence());
    }

    private static String condition(AlertCondition condition) {
        if (condition instanceof AlertCondition.DeadLetters) {
            return "dead-letters";
        }
        if (condition instanceof AlertCondition.OldestMessage) {
            return "oldest-message";
        }
        if (condition instanceof AlertCondition.Lag) {
            return "lag";
        }
        return condition instanceof AlertCondition.NoConsumer ? "no-consumer" : "disk";
    }
}

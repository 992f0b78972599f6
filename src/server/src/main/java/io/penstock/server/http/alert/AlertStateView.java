package io.penstock.server.http.alert;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.penstock.AlertState;
import io.penstock.AlertStatus;

import java.time.Instant;

/**
 * Shows where an alert fires, or fired lately.
 *
 * @param alert the name; of the alert of a subscription: the destination, a slash and the subscription
 * @param destination absent of the disk
 * @param subscription absent of the disk
 * @param value what was measured when it changed
 * @param text what was measured and what is allowed, for a person
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AlertStateView(
        String alert,
        String destination,
        String subscription,
        AlertStatus status,
        Instant since,
        long value,
        String text) {

    static AlertStateView of(AlertState state) {
        return new AlertStateView(
                state.rule().name(),
                state.destination(),
                state.subscription(),
                state.status(),
                state.since(),
                state.value(),
                state.sentence());
    }

    /** What the list is ordered by, and a page goes on behind; names have no such sign. */
    String cursor() {
        return alert + "|" + (destination == null ? "" : destination + "|" + subscription);
    }
}

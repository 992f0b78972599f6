package io.penstock.server.http.consume;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.DeadLetterReason;
import io.penstock.server.http.request.RequestException;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Asks for messages to be settled, each by its token.
 *
 * @param items each an {@link Item}, which is read by itself: one that is wrong leaves the others as they are
 */
public record SettleRequest(
        @Schema(type = SchemaType.ARRAY, implementation = Item.class)
        List<JsonNode> items) {

    /** Says what is to become of a message. */
    @RegisterForReflection
    public enum Action {
        ACCEPT,
        RELEASE,
        FAIL,
        REJECT,
        RENEW
    }

    /**
     * Settles one message.
     *
     * @param delay of {@link Action#RELEASE}
     * @param countsAsAttempt of {@link Action#RELEASE}
     * @param reason of {@link Action#REJECT}
     * @param description of {@link Action#REJECT} and {@link Action#FAIL}: what was wrong
     * @param lease of {@link Action#RENEW}
     */
    @RegisterForReflection // The items are read one by one, so that the body does not name their class.
    public record Item(
            String token,
            Action action,
            Duration delay,
            Boolean countsAsAttempt,
            DeadLetterReason reason,
            String description,
            Duration lease) {

        /** @throws RequestException if the token or the action is missing, or a field means nothing for the action */
        void requireMeaning() {
            if (token == null || action == null) {
                throw RequestException.malformed("An item has no '" + (token == null ? "token" : "action")
                        + "': name the token of a delivery, and ACCEPT, RELEASE, FAIL, REJECT or RENEW.");
            }
            requireFor("delay", delay, Action.RELEASE);
            requireFor("countsAsAttempt", countsAsAttempt, Action.RELEASE);
            requireFor("reason", reason, Action.REJECT);
            requireFor("description", description, Action.REJECT, Action.FAIL);
            requireFor("lease", lease, Action.RENEW);
        }

        private void requireFor(String field, @Nullable Object value, Action... meant) {
            var actions = List.of(meant);
            if (value != null && !actions.contains(action)) {
                throw RequestException.malformed("'" + field + "' means nothing for the action " + action
                        + ": leave it out; it belongs to "
                        + actions.stream().map(Action::name).collect(Collectors.joining(" and ")) + ".");
            }
        }
    }
}

package io.penstock.server.http.overview;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.penstock.BrokerHealth;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * Shows the broker at one time. What is not known is absent.
 *
 * @param in messages a second that are accepted
 * @param out messages a second that consumers accept
 * @param waiting messages that are not settled, without dead letters
 * @param oldestAgeMillis the age of the oldest of these; 0 if there is none
 * @param deadLetters messages in the dead-letter queues of subscriptions
 * @param diskFreeBytes that the log may use; absent if it lies in no directory of this server
 * @param firing alerts that fire
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@RegisterForReflection // Streams write it, so that no method of a resource names it.
public record BrokerOverview(
        Instant time,
        @Nullable Double in,
        @Nullable Double out,
        @Nullable Long waiting,
        @Nullable Long oldestAgeMillis,
        @Nullable Long deadLetters,
        @Nullable Long diskFreeBytes,
        @Nullable Long diskTotalBytes,
        Health health,
        @Nullable Integer firing) {

    /**
     * Shows whether the broker can serve.
     *
     * @param reasons what is wrong, for a person; none if nothing is
     */
    @RegisterForReflection
    public record Health(BrokerHealth.State state, List<String> reasons) {}

    static BrokerOverview of(Instant time, @Nullable BrokerTotals totals, ServerState.Found state) {
        boolean isKnown = totals != null;
        return new BrokerOverview(
                time,
                isKnown ? totals.in() : null,
                isKnown ? totals.out() : null,
                isKnown ? totals.waiting() : null,
                isKnown ? totals.oldestAgeMillis() : null,
                isKnown ? totals.deadLetters() : null,
                state.diskFreeBytes(),
                state.diskTotalBytes(),
                state.health(),
                state.firing());
    }

    /** What those may see who may not see the whole broker: what readiness tells everybody. */
    public BrokerOverview forOthers() {
        return new BrokerOverview(
                time, null, null, null, null, null, null, null, new Health(health.state(), List.of()), null);
    }
}

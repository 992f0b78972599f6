package io.penstock.server.http.deadletter;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.penstock.DeadLetterReason;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Shows the dead letters of a queue in groups.
 *
 * @param scanned letters that were read
 * @param isWhole whether these are all
 * @param groups the largest ones, largest first
 * @param others letters of groups that are not listed
 * @param step of the timeline
 * @param timeline how many died when, in steps of equal length; empty if there are no letters
 */
public record GroupsView(
        long scanned, boolean isWhole, List<Group> groups, long others, Duration step, List<Span> timeline) {

    /**
     * Shows letters that died for the same reason, by the same exception.
     *
     * @param reason absent for messages that were sent to the queue itself
     * @param exception absent if nothing was thrown
     * @param description of the one that died last
     * @param first when the first one died
     * @param last when the last one died
     * @param sample where the one that died last is
     * @param filter what selects these letters; absent if no filter does
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Group(
            @Nullable DeadLetterReason reason,
            @Nullable String exception,
            @Nullable String description,
            long count,
            Instant first,
            Instant last,
            Sample sample,
            @Nullable String filter) {}

    /** The place of a letter. */
    public record Sample(int partition, long offset) {}

    /** How many letters died in one step from that time on. */
    public record Span(Instant from, long count) {}
}

package io.penstock;

import java.time.Instant;
import java.util.Optional;

/**
 * A schedule state tells where a schedule stands. Counters count since it was first declared.
 *
 * @param status whether it fires, and if not, why
 * @param paused it does not fire until it is resumed
 * @param next when it fires next; empty while it is paused and after its last firing
 * @param last the latest firing that happened
 * @param fired messages sent
 * @param skipped firings that did not happen, because of its misfire policy
 * @param problem why it does not fire now, if its status is {@link ScheduleStatus#PROBLEM} or {@link
 *     ScheduleStatus#BEHIND}; it is tried again
 */
public record ScheduleState(
        Schedule schedule,
        ScheduleStatus status,
        boolean paused,
        Optional<Instant> next,
        Optional<Instant> last,
        long fired,
        long skipped,
        Optional<String> problem) {}

package io.penstock;

import java.time.Instant;
import java.util.Optional;

/**
 * A schedule state tells where a schedule stands. Counters count since it was first declared.
 *
 * @param paused it does not fire until it is resumed
 * @param next when it fires next; empty while it is paused and after its last firing
 * @param last the latest firing that happened
 * @param fired messages sent
 * @param skipped firings that did not happen, because of its misfire policy
 * @param problem why the firing that is due cannot happen now; it is tried again
 */
public record ScheduleState(
        Schedule schedule,
        boolean paused,
        Optional<Instant> next,
        Optional<Instant> last,
        long fired,
        long skipped,
        Optional<String> problem) {}

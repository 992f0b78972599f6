package io.penstock.server.http.consume;

import java.time.Duration;

/**
 * Says how a message is given back.
 *
 * @param delay before it may be handed out again; at once if absent
 * @param countsAsAttempt whether the run failed; false if absent
 */
public record ReleaseRequest(Duration delay, Boolean countsAsAttempt) {}

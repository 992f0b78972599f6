package io.penstock;

import java.time.Instant;

/**
 * A prepared transaction is certain that it can be committed, and waits to be committed or rolled back.
 *
 * @param globalId as it was given; not to be written to
 * @param sends messages that it will send
 * @param settlements deliveries that it will accept, and that are with nobody until then
 * @param schedules that it will declare or cancel
 */
public record PreparedTransaction(byte[] globalId, Instant preparedAt, int sends, int settlements, int schedules) {}

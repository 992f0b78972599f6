package io.penstock;

import java.time.Instant;

/**
 * A transaction that is prepared and waits for its end.
 *
 * @param globalId as it was given; not to be written to
 * @param sends messages that it will send
 * @param settlements deliveries that it will accept, and that are with nobody until then
 */
public record PreparedTransaction(byte[] globalId, Instant preparedAt, int sends, int settlements) {}

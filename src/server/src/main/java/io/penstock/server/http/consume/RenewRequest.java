package io.penstock.server.http.consume;

import java.time.Duration;

/**
 * Says how long a message is kept.
 *
 * @param lease counted from now; as long as usual if absent
 */
public record RenewRequest(Duration lease) {}

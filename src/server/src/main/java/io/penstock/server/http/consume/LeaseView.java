package io.penstock.server.http.consume;

import java.time.Instant;

/** Shows a lease that was renewed. */
public record LeaseView(String token, Instant leaseEndsAt) {}

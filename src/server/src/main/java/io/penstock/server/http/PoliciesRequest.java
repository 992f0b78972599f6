package io.penstock.server.http;

import io.penstock.Compression;
import io.penstock.Destination;

import java.time.Duration;

/** The policies of a destination to change. What is absent stays. */
public record PoliciesRequest(
        RetentionRequest retention,
        Compression compression,
        Duration deduplication,
        LimitsRequest limits,
        Duration timeToLive) {

    Destination appliedTo(Destination existing) {
        return existing.withRetention(retention == null ? existing.retention() : retention.of(existing.kind()))
                .withCompression(compression == null ? existing.compression() : compression)
                .withDeduplication(deduplication == null ? existing.deduplication() : deduplication)
                .withLimits(limits == null ? existing.limits() : limits.limits())
                .withTimeToLive(timeToLive == null ? existing.timeToLive() : timeToLive);
    }
}

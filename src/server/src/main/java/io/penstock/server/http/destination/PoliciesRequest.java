package io.penstock.server.http.destination;

import io.penstock.Compression;
import io.penstock.Destination;
import io.penstock.server.http.request.RequestException;

import java.time.Duration;

/**
 * Asks for policies of a destination to be changed. What is absent stays.
 *
 * @param partitions more than it has, or as many
 * @param exchange as a whole: an alternate that is absent in it is taken away
 */
public record PoliciesRequest(
        Integer partitions,
        RetentionRequest retention,
        Compression compression,
        Duration deduplication,
        LimitsRequest limits,
        Duration timeToLive,
        ExchangeRequest exchange) {

    Destination appliedTo(Destination existing) {
        if (exchange != null && !existing.isExchange()) {
            throw RequestException.malformed("'" + existing.name() + "' is a " + existing.kind()
                    + ": leave out 'exchange', which says how an EXCHANGE routes.");
        }
        var routing = exchange == null
                ? existing
                : Destination.exchange(existing.name(), exchange.appliedTo(existing.exchange()));
        return routing.withPartitions(partitions == null ? existing.partitions() : partitions)
                .withRetention(retention == null ? existing.retention() : retention.of(existing.kind()))
                .withCompression(compression == null ? existing.compression() : compression)
                .withDeduplication(deduplication == null ? existing.deduplication() : deduplication)
                .withLimits(limits == null ? existing.limits() : limits.limits())
                .withTimeToLive(timeToLive == null ? existing.timeToLive() : timeToLive);
    }
}

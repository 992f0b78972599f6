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
                : Destination.exchange(existing.name(), exchange.appliedTo(existing.exchange()))
                        .build();
        return routing.copy()
                .partitions(partitions == null ? existing.partitions() : partitions)
                .retention(retention == null ? existing.retention() : retention.of(existing.kind()))
                .compression(compression == null ? existing.compression() : compression)
                .deduplication(deduplication == null ? existing.deduplication() : deduplication)
                .limits(limits == null ? existing.limits() : limits.limits())
                .timeToLive(timeToLive == null ? existing.timeToLive() : timeToLive)
                .build();
    }
}

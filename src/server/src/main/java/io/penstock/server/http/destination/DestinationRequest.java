package io.penstock.server.http.destination;

import io.penstock.Compression;
import io.penstock.Destination;
import io.penstock.DestinationKind;

import java.time.Duration;

/**
 * Asks for a destination to be declared.
 *
 * @param partitions 1 if absent; 0 of an EXCHANGE
 * @param retention absent: as usual for its kind, or as it is
 * @param compression absent: none, or as it is
 * @param deduplication how long ids are remembered; absent: five minutes, or as it is
 * @param priorities lanes by priority; absent: 1, or as it is
 * @param limits absent: none, or as they are
 * @param timeToLive of messages that say nothing about it; absent: for ever, or as it is
 * @param exchange how it routes; of an EXCHANGE only
 */
public record DestinationRequest(
        DestinationKind kind,
        Integer partitions,
        RetentionRequest retention,
        Compression compression,
        Duration deduplication,
        Integer priorities,
        LimitsRequest limits,
        Duration timeToLive,
        ExchangeRequest exchange) {

    Destination named(String name) {
        return Destination.builder(name, kind)
                .partitions(partitions == null ? kind == DestinationKind.EXCHANGE ? 0 : 1 : partitions)
                .retention(retention == null ? null : retention.of(kind))
                .compression(compression)
                .deduplication(deduplication)
                .priorities(priorities)
                .limits(limits == null ? null : limits.limits())
                .timeToLive(timeToLive)
                .exchange(exchange == null ? null : exchange.of())
                .build();
    }
}

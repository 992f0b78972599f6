package io.penstock.server.http.message;

import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.StoredMessage;
import io.penstock.server.http.request.Parameter;

import java.util.Optional;

/** The place of one message in the log. */
public record MessagePlace(String destination, int partition, long offset) {

    /** Reads a place from the path of a request. */
    public static MessagePlace parse(String destination, String partition, String offset) {
        return new MessagePlace(
                destination,
                new Parameter("partition", partition).number(0, 0, Integer.MAX_VALUE),
                new Parameter("offset", offset).number(0L, 0, Long.MAX_VALUE));
    }

    /** The message there, whether settled or not; empty if there is none. */
    public Optional<StoredMessage> read(Broker broker) {
        return read(broker, null);
    }

    /** Whether a subscription has not settled it. */
    public boolean waits(Broker broker, String subscription) {
        return read(broker, subscription).isPresent();
    }

    private Optional<StoredMessage> read(Broker broker, String subscription) {
        int partitions = broker.destination(destination)
                .map(found -> found.partitionNumbers())
                .orElse(0);
        // The broker says whether the caller may read there, also where there is nothing.
        var request = BrowseRequest.all(destination, 1)
                .subscription(subscription)
                .partition(Math.min(partition, Math.max(0, partitions - 1)))
                .fromOffset(offset)
                .build();
        return broker.browse(request).stream()
                .filter(found -> found.partition() == partition && found.offset() == offset)
                .findFirst();
    }
}

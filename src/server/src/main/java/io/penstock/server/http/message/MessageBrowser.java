package io.penstock.server.http.message;

import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.Destination;
import io.penstock.DestinationStatistics.PartitionStatistics;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.StoredMessage;
import io.penstock.server.http.access.CallersView;
import io.penstock.server.http.request.RequestException;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import jakarta.inject.Singleton;

/** Reads pages of messages that are bounded in number and in bytes, whatever is in them. */
@Singleton
public final class MessageBrowser {

    static final int DEFAULT_LIMIT = 100;
    static final int MAX_LIMIT = 1_000;

    /** Keys, headers and bodies of one page. A message larger than this has a page of its own. */
    private static final int PAGE_BYTES = 4 << 20;

    /** Messages asked of the broker at a time: what may be in memory before the page is found to be full. */
    private static final int CHUNK = 16;

    private final Broker broker;

    MessageBrowser(@CallersView Broker broker) {
        this.broker = broker;
    }

    /**
     * A page, and whether there is more behind it.
     *
     * @param messages in order of partition and offset
     */
    public record Page(List<StoredMessage> messages, boolean more) {}

    /**
     * Reads a page.
     *
     * @param subscription to read only what that has not settled; null for everything
     */
    Page read(String destination, String subscription, PageRequest wanted) {
        var found = new ArrayList<StoredMessage>();
        int bytes = 0;
        requireBrowse(destination, subscription);
        for (var range : ranges(destination, wanted)) {
            long next = Math.max(first(wanted, range.partition()), range.startOffset());
            while (next < range.endOffset()) {
                var request = BrowseRequest.all(destination, CHUNK)
                        .subscription(subscription)
                        .partition(range.partition())
                        .fromOffset(next)
                        .parked(wanted.parked())
                        .filter(wanted.filter())
                        .build();
                var chunk = broker.browse(request);
                for (var stored : chunk) {
                    bytes += size(stored.message());
                    if (found.size() == wanted.limit() || (bytes > PAGE_BYTES && !found.isEmpty())) {
                        return new Page(found, true);
                    }
                    found.add(stored);
                }
                next = chunk.size() < CHUNK
                        ? range.endOffset()
                        : chunk.get(CHUNK - 1).offset() + 1;
            }
        }
        return new Page(found, false);
    }

    /** Has the broker say whether the caller may read there, which it must not depend on messages that there are. */
    private void requireBrowse(String destination, @Nullable String subscription) {
        require(destination);
        broker.browse(BrowseRequest.all(destination, 1)
                .subscription(subscription)
                .fromOffset(Long.MAX_VALUE)
                .build());
    }

    /** The bytes of its key, headers and body. */
    public static int size(Message message) {
        int bytes = MessageView.length(message) + (message.key() == null ? 0 : message.key().length);
        for (var header : message.headers()) {
            bytes += header.name().length() + header.value().length;
        }
        return bytes;
    }

    private static long first(PageRequest wanted, int partition) {
        var after = wanted.after();
        return after != null && after.partition() == partition ? after.offset() : wanted.from();
    }

    private List<PartitionStatistics> ranges(String destination, PageRequest wanted) {
        var after = wanted.after();
        int partitions = require(destination).partitionNumbers();
        int partition = after == null ? wanted.partition() : after.partition();
        if (partition >= partitions) {
            throw RequestException.malformed("'" + destination + "' has no partition " + partition + ": use 0 to "
                    + (partitions - 1) + ", or leave it out for all.");
        }
        var all = broker.statistics(destination).partitions();
        if (after != null) {
            return all.stream()
                    .dropWhile(range -> range.partition() != partition)
                    .toList();
        }
        return partition < 0 ? all : List.of(all.get(partition));
    }

    /** The queue or topic of that name. */
    public Destination require(String name) {
        var found = broker.destination(name).orElseThrow(() -> new PenstockException.UnknownDestination(name));
        if (found.isExchange()) {
            throw new PenstockException.Conflict("'" + name
                    + "' is an exchange: it has no messages. Read the queues and topics that it is bound to.");
        }
        return found;
    }
}

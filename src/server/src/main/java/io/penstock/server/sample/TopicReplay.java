package io.penstock.server.sample;

import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.DestinationStatistics.PartitionStatistics;
import io.penstock.StoredMessage;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;

/** Reads a topic or queue again, page by page: how a sample that was killed learns how far it had come. */
public final class TopicReplay {

    private final Broker broker;
    private final String destination;

    public TopicReplay(Broker broker, String destination) {
        this.broker = broker;
        this.destination = destination;
    }

    /** Reads all messages. */
    public void all(Consumer<StoredMessage> reader) {
        for (var partition : partitions()) {
            new Pages(partition, null).forEachRemaining(reader);
        }
    }

    /**
     * Reads the messages that a subscription has settled already, and that will therefore not be delivered again. While
     * this runs, the subscription must settle nothing.
     */
    public void settledBy(String subscription, Consumer<StoredMessage> reader) {
        for (var partition : partitions()) {
            var messages = new Pages(partition, null);
            var unsettled = new Pages(partition, subscription);
            long nextUnsettled = offsetOfNext(unsettled);
            while (messages.hasNext()) {
                var message = messages.next();
                if (message.offset() == nextUnsettled) {
                    nextUnsettled = offsetOfNext(unsettled);
                } else {
                    reader.accept(message);
                }
            }
        }
    }

    /** Reads the messages that a subscription has still to settle. */
    public void waitingFor(String subscription, Consumer<StoredMessage> reader) {
        for (var partition : partitions()) {
            new Pages(partition, subscription).forEachRemaining(reader);
        }
    }

    /** The partitions as they are now, since nothing is read that is sent later; none if there is no destination. */
    private List<PartitionStatistics> partitions() {
        return broker.destination(destination).isEmpty()
                ? List.of()
                : broker.statistics(destination).partitions();
    }

    private static long offsetOfNext(Pages pages) {
        return pages.hasNext() ? pages.next().offset() : -1;
    }

    /** Reads one partition, with a page in memory at a time. */
    private final class Pages implements Iterator<StoredMessage> {

        private final PartitionStatistics partition;
        private final String subscription;
        private Iterator<StoredMessage> page = List.<StoredMessage>of().iterator();
        private long nextOffset;

        Pages(PartitionStatistics partition, String subscription) {
            this.partition = partition;
            this.subscription = subscription;
        }

        @Override
        public boolean hasNext() {
            if (!page.hasNext() && nextOffset < partition.endOffset()) {
                page = nextPage();
            }
            return page.hasNext();
        }

        private Iterator<StoredMessage> nextPage() {
            var request = BrowseRequest.all(destination, BrowseRequest.MAX_LIMIT)
                    .subscription(subscription)
                    .partition(partition.partition())
                    .fromOffset(nextOffset)
                    .build();
            var messages = broker.browse(request);
            nextOffset = messages.isEmpty()
                    ? partition.endOffset()
                    : messages.get(messages.size() - 1).offset() + 1;
            return messages.stream()
                    .filter(message -> message.offset() < partition.endOffset())
                    .iterator();
        }

        @Override
        public StoredMessage next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return page.next();
        }
    }
}

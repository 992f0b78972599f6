package io.penstock.jms.session;

import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.StoredMessage;
import io.penstock.jms.destination.PenstockQueue;
import io.penstock.jms.message.MessageDecoder;
import io.penstock.jms.message.PenstockMessage;
import io.penstock.jms.spec.Failures;
import io.penstock.jms.spec.Unchecked;
import io.penstock.jms.subscription.Selector;
import org.jboss.logging.Logger;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Enumeration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PrimitiveIterator;
import java.util.stream.IntStream;
import jakarta.jms.JMSException;

/**
 * Goes through the messages of a queue: those of higher priorities first, then partition by partition, oldest first.
 */
final class QueuePages implements Enumeration<PenstockMessage> {

    private static final Logger LOG = Logger.getLogger(QueuePages.class);

    /** The number of messages that are read at a time, which bounds the memory for a browser of a long queue. */
    private static final int PAGE = 100;

    private final Provider provider;
    private final PenstockQueue queue;
    private final Selector selector;
    private final PrimitiveIterator.OfInt partitions;
    private final Deque<PenstockMessage> page = new ArrayDeque<>();
    private int partition;
    private long nextOffset;
    private boolean inPartition;

    QueuePages(Provider provider, PenstockQueue queue, Selector selector) {
        this.provider = provider;
        this.queue = queue;
        this.selector = selector;
        Broker broker = provider.broker();
        partitions = broker.destination(queue.name())
                .map(QueuePages::inOrder)
                .orElse(IntStream.empty())
                .iterator();
    }

    /** The numbers of the queue's partitions, those of the highest priority first. */
    private static IntStream inOrder(io.penstock.Destination destination) {
        int lanes = destination.effectivePriorities();
        int width = destination.partitions();
        return IntStream.range(0, destination.partitionNumbers())
                .map(at -> at % width * lanes + lanes - 1 - at / width);
    }

    /** Reads the first messages, so that whoever may not browse is told before the enumeration is there. */
    QueuePages begun() throws JMSException {
        fill();
        return this;
    }

    @Override
    public boolean hasMoreElements() {
        return Unchecked.call(this::fill);
    }

    private boolean fill() throws JMSException {
        while (page.isEmpty() && (inPartition || partitions.hasNext())) {
            read();
        }
        return !page.isEmpty();
    }

    @Override
    public PenstockMessage nextElement() {
        if (!hasMoreElements()) {
            throw new NoSuchElementException("No more messages in " + queue);
        }
        return page.remove();
    }

    private void read() throws JMSException {
        if (!inPartition) {
            partition = partitions.nextInt();
            nextOffset = 0;
            inPartition = true;
        }
        var request = BrowseRequest.all(queue.name(), PAGE)
                .subscription(queue.name())
                .partition(partition)
                .fromOffset(nextOffset)
                .filter(selector.filter())
                .build();
        List<StoredMessage> stored;
        try {
            stored = provider.broker().browse(request);
        } catch (RuntimeException e) {
            throw Failures.of(e);
        }
        stored.forEach(this::show);
        if (stored.size() < PAGE) {
            inPartition = false;
        } else {
            nextOffset = stored.get(stored.size() - 1).offset() + 1;
        }
    }

    /**
     * Adds a message, unless no consumer would get it now because it has expired, is not due yet, or cannot be read.
     */
    private void show(StoredMessage stored) {
        var message = stored.message();
        Instant now = provider.clock().instant();
        try {
            long expiration = MessageDecoder.expirationOf(message);
            boolean expired = expiration != 0 && expiration <= now.toEpochMilli();
            boolean early = message.deliverAt().map(now::isBefore).orElse(false);
            if (!expired && !early) {
                var shown = provider.decoder().decode(message, queue);
                shown.received(() -> {});
                page.add(shown);
            }
        } catch (JMSException e) {
            LOG.debugf("Message %s of %s cannot be shown: %s", message.id(), queue, e.getMessage());
        }
    }
}

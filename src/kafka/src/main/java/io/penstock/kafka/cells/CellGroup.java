package io.penstock.kafka.cells;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Spreads cells over the instances that may own them: all of these are members of a group of Kafka, over a topic that
 * has a partition for each cell, and whoever has the partition should own the cell. That is a hint and nothing else:
 * who owns a cell is decided by lease and epoch. While the group is not known, every instance may contend for every
 * cell.
 */
public final class CellGroup implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(CellGroup.class);

    private static final Duration POLL = Duration.ofMillis(500);
    private static final long PAUSE_MILLIS = 1_000;
    private static final long CLOSING_MILLIS = 10_000;

    private final Consumer<byte[], byte[]> member;
    private final String topic;
    private final CellPreferences preferences;
    private final Thread thread = new Thread(this::run, "penstock-kafka-group");

    /** The partitions that this instance has been given. It is used by the thread alone. */
    private final Set<Integer> given = new TreeSet<>();

    private boolean isFailing;
    private boolean isClosed;

    /**
     * Joins at {@link #start}.
     *
     * @param member of the group; it is closed with this
     * @param topic that has a partition for each cell, in their order
     * @param preferences told of what the group says
     */
    public CellGroup(Consumer<byte[], byte[]> member, String topic, CellPreferences preferences) {
        this.member = member;
        this.topic = topic;
        this.preferences = preferences;
        thread.setDaemon(true);
    }

    /** Joins the group, and returns at once. */
    public void start() {
        thread.start();
    }

    private final class Assignment implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            partitions.forEach(each -> given.add(each.partition()));
            preferences.told(given);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            partitions.forEach(each -> given.remove(each.partition()));
            preferences.told(given);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            given.clear();
            preferences.unknown();
        }
    }

    private void run() {
        try (member) {
            member.subscribe(List.of(topic), new Assignment());
            while (!closed()) {
                poll();
            }
        } catch (WakeupException e) {
            // It is closed.
        } catch (KafkaException e) {
            LOG.debugf("The group of '%s' was not left in good order: %s", topic, e.getMessage());
        }
    }

    private void poll() {
        try {
            member.poll(POLL);
            preferences.settle();
            isFailing = false;
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            if (!isFailing) {
                LOG.warnf(
                        "The group over '%s' cannot be joined, which is tried again; until then cells are owned by"
                                + " whoever comes first: %s",
                        topic, e.getMessage());
            }
            isFailing = true;
            preferences.unknown();
            pause();
        }
    }

    private synchronized boolean closed() {
        return isClosed;
    }

    private synchronized void pause() {
        try {
            if (!isClosed) {
                wait(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            isClosed = true;
        }
    }

    /** Leaves the group: its other members get what this instance had. */
    @Override
    public void close() {
        synchronized (this) {
            if (isClosed) {
                return;
            }
            isClosed = true;
            notifyAll();
        }
        preferences.close();
        member.wakeup();
        try {
            thread.join(CLOSING_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

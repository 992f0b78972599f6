package io.penstock.server.http.stream;

import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.Destination;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;

/**
 * Wakes streams that have read all of a topic when there is more. However many wait for one topic, it is looked at once
 * in a while, and only while somebody waits.
 */
@Singleton
final class TopicTails {

    private static final Logger LOG = Logger.getLogger(TopicTails.class);

    /** The time between two looks: little for who waits, and each look costs some microseconds. */
    private static final Duration LOOK = Duration.ofMillis(5);

    private final Provider<Broker> broker;
    private final ScheduledExecutorService executor;
    private final Map<String, Tail> tails = new ConcurrentHashMap<>();

    @Inject
    TopicTails(Provider<Broker> broker, ScheduledExecutorService executor) {
        this.broker = broker;
        this.executor = executor;
    }

    /**
     * Has somebody woken when there is a message from one of these positions on, or a failure to be met there.
     *
     * @param only the partition that counts; -1 for all
     * @param over whether nobody waits any more
     */
    void await(String topic, Positions positions, int only, BooleanSupplier over, Runnable wake) {
        tails.computeIfAbsent(topic, Tail::new).add(new Waiter(positions, only, over, wake));
    }

    private record Waiter(Positions positions, int only, BooleanSupplier over, Runnable wake) {}

    /** A place in the log. */
    private record Place(int partition, long offset) {}

    /** The end of one topic. */
    private final class Tail implements Runnable {

        private final String topic;
        private final List<Waiter> waiting = new CopyOnWriteArrayList<>();
        private final AtomicBoolean looking = new AtomicBoolean();

        private Tail(String topic) {
            this.topic = topic;
        }

        private void add(Waiter waiter) {
            waiting.add(waiter);
            lookLater();
        }

        private void lookLater() {
            if (looking.compareAndSet(false, true)) {
                executor.schedule(this, LOOK.toMillis(), TimeUnit.MILLISECONDS);
            }
        }

        @Override
        public void run() {
            var ready = ready();
            waiting.removeAll(ready);
            waiting.removeIf(waiter -> waiter.over().getAsBoolean());
            ready.forEach(waiter -> executor.execute(waiter.wake()));
            looking.set(false);
            if (waiting.isEmpty()) {
                tails.remove(topic, this);
            }
            if (!waiting.isEmpty()) {
                lookLater(); // Also for one who came while this was taken away.
            }
        }

        private Collection<Waiter> ready() {
            try {
                int partitions = broker.get()
                        .destination(topic)
                        .map(Destination::partitionNumbers)
                        .orElse(0);
                // Most of them wait at the same place.
                var known = new HashMap<Place, Boolean>();
                return waiting.stream()
                        .filter(waiter -> partitions == 0 || hasMore(waiter, partitions, known))
                        .collect(Collectors.toSet());
            } catch (RuntimeException e) {
                LOG.debugf(e, "The end of the topic '%s' could not be looked at", topic);
                return Set.copyOf(waiting); // The streams meet the same, and end with it.
            }
        }

        private boolean hasMore(Waiter waiter, int partitions, Map<Place, Boolean> known) {
            if (waiter.only() >= 0) {
                return isBehind(waiter, waiter.only(), known);
            }
            for (int partition = 0; partition < partitions; partition++) {
                if (isBehind(waiter, partition, known)) {
                    return true;
                }
            }
            return false;
        }

        private boolean isBehind(Waiter waiter, int partition, Map<Place, Boolean> known) {
            var place = new Place(partition, waiter.positions().of(partition));
            return known.computeIfAbsent(place, this::isBehind);
        }

        private boolean isBehind(Place place) {
            return !broker.get()
                    .browse(BrowseRequest.all(topic, 1)
                            .partition(place.partition())
                            .fromOffset(place.offset())
                            .build())
                    .isEmpty();
        }
    }
}

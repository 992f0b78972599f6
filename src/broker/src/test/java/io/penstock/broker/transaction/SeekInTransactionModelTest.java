package io.penstock.broker.transaction;

import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.Ordering;
import io.penstock.PenstockException;
import io.penstock.StartPosition;
import io.penstock.Subscription;
import io.penstock.Transaction;
import io.penstock.broker.BrokerOptions;
import io.penstock.broker.EmbeddedBroker;
import io.penstock.broker.destination.Partitioner;
import io.penstock.conformance.fault.FaultyStorage;
import io.penstock.conformance.tool.EachSeed;
import io.penstock.conformance.tool.ManualClock;
import io.penstock.conformance.tool.Patience;
import io.penstock.journal.JournalException;
import io.penstock.journal.log.LocalLog;
import io.penstock.journal.log.LogOptions;
import io.penstock.journal.young.JournalOptions;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Transactions that accept, send and seek at random, in subscriptions of all orders, on a storage that crashes at
 * random; beside a model of what waits in each subscription, which has to be right after each step, and after each
 * crash before or after what was under way. {@code -Dpenstock.seeds=N} tries more seeds, {@code -Dpenstock.seed=S} only
 * that one.
 */
class SeekInTransactionModelTest {

    private static final int SEEDS = 20;
    private static final int LIVES = 4;
    private static final int STEPS = 50;
    private static final int MAX_CHANGES_UNTIL_CRASH = 400;
    private static final int PARTITIONS = 2;
    private static final long PATIENCE_SECONDS = Patience.SECONDS;
    private static final String TOPIC = "t";
    private static final LogOptions SMALL =
            LogOptions.of(new JournalOptions(5 << 19, 5 << 18, 1 << 20, 60_000)).withRoundMillis(0);
    private static final BrokerOptions OPTIONS =
            new BrokerOptions(Path.of("memory"), Durability.SYNC, 100 << 10, SMALL);

    @Test
    void shouldHaveOfEachTransactionAllOrNothing() {
        EachSeed.fromAnywhere(SEEDS, seed -> new Run(seed).run());
    }

    /** What waits in each subscription, as places of the topic. */
    private record Model(long[] ends, Map<String, Set<String>> waiting) {

        static Model empty() {
            Map<String, Set<String>> waiting = new LinkedHashMap<>();
            for (var ordering : Ordering.values()) {
                waiting.put(ordering.name(), new TreeSet<>());
            }
            return new Model(new long[PARTITIONS], waiting);
        }

        Model copy() {
            Map<String, Set<String>> copies = new LinkedHashMap<>();
            waiting.forEach((name, places) -> copies.put(name, new TreeSet<>(places)));
            return new Model(ends.clone(), copies);
        }

        void sent(int partition) {
            var place = place(partition, ends[partition]++);
            waiting.values().forEach(places -> places.add(place));
        }

        void sought(String name, long[] from) {
            var places = waiting.get(name);
            places.clear();
            for (int i = 0; i < PARTITIONS; i++) {
                for (long offset = from[i]; offset < ends[i]; offset++) {
                    places.add(place(i, offset));
                }
            }
        }

        static String place(int partition, long offset) {
            return partition + ":" + offset;
        }
    }

    private static final class Run {

        private final Random random;
        private final ManualClock clock = new ManualClock();
        private final Map<String, BlockingQueue<Delivery>> inboxes = new LinkedHashMap<>();
        private FaultyStorage storage;

        /** What is known to be, and what will be if what is under way happens. */
        private Model known = Model.empty();

        private Model next = known;

        private Run(long seed) {
            random = new Random(seed);
            storage = new FaultyStorage(random.nextLong());
        }

        private void run() {
            for (int life = 0; life < LIVES; life++) {
                boolean isLast = life == LIVES - 1;
                storage.crashAt(isLast ? Integer.MAX_VALUE : 1 + random.nextInt(MAX_CHANGES_UNTIL_CRASH));
                try (var broker = open()) {
                    declare(broker);
                    check(broker);
                    for (int step = 0; step < STEPS; step++) {
                        step(broker);
                    }
                    check(broker);
                    if (isLast) {
                        drain(broker);
                    }
                    storage.crash();
                } catch (PenstockException | JournalException | CompletionException e) {
                    if (!storage.isCrashed()) {
                        throw e;
                    }
                }
                storage = storage.afterCrash();
            }
        }

        private Broker open() {
            return EmbeddedBroker.open(OPTIONS, clock, owner -> LocalLog.open(storage, SMALL, clock, owner));
        }

        private void declare(Broker broker) {
            broker.declare(Destination.topic(TOPIC).partitions(PARTITIONS).build());
            inboxes.clear();
            for (var ordering : Ordering.values()) {
                broker.declare(Subscription.ofTopic(TOPIC, ordering.name())
                        .ordering(ordering)
                        .start(StartPosition.EARLIEST)
                        .build());
                var inbox = new LinkedBlockingQueue<Delivery>();
                inboxes.put(ordering.name(), inbox);
                broker.consume(
                                ConsumerOptions.ofTopic(TOPIC, ordering.name(), "c")
                                        .lease(Duration.ZERO)
                                        .build(),
                                inbox::addAll)
                        .request(Long.MAX_VALUE);
            }
        }

        /** What waits is handed out, all of it and nothing else, whatever was tried before. */
        private void drain(Broker broker) {
            for (var name : inboxes.keySet()) {
                var waiting = known.waiting().get(name);
                while (!waiting.isEmpty()) {
                    var delivery = next(inboxes.get(name));
                    boolean isAccepted = delivery.acceptAsync()
                            .handle((done, failure) -> failure == null)
                            .toCompletableFuture()
                            .join();
                    if (isAccepted) {
                        var place = Model.place(delivery.partition(), delivery.offset());
                        assertThat(waiting.remove(place))
                                .as("%s waits in %s", place, name)
                                .isTrue();
                    }
                }
            }
            check(broker);
        }

        private static Delivery next(BlockingQueue<Delivery> inbox) {
            try {
                var delivery = inbox.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
                assertThat(delivery).as("a delivery of what waits").isNotNull();
                return delivery;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        /** After a crash it is one of two; otherwise there is only one. */
        private void check(Broker broker) {
            var found = new LinkedHashMap<String, Set<String>>();
            for (var name : known.waiting().keySet()) {
                found.put(
                        name,
                        broker
                                .browse(BrowseRequest.all(TOPIC, BrowseRequest.MAX_LIMIT)
                                        .subscription(name)
                                        .build())
                                .stream()
                                .map(stored -> Model.place(stored.partition(), stored.offset()))
                                .collect(Collectors.toCollection(TreeSet::new)));
            }
            assertThat(found).isIn(known.waiting(), next.waiting());
            known = found.equals(next.waiting()) ? next : known;
            next = known;
        }

        private void step(Broker broker) {
            next = known.copy();
            if (random.nextInt(3) == 0) {
                int partition = random.nextInt(PARTITIONS);
                next.sent(partition);
                broker.send(message(partition));
                known = next;
                return;
            }
            var transaction = broker.begin();
            var accepted = new ArrayList<Delivery>();
            for (int parts = random.nextInt(4); parts > 0; parts--) {
                var inbox = List.copyOf(inboxes.values()).get(random.nextInt(inboxes.size()));
                var delivery = inbox.poll();
                if (delivery != null) {
                    transaction.accept(delivery);
                    accepted.add(delivery);
                    next.waiting()
                            .get(delivery.subscription())
                            .remove(Model.place(delivery.partition(), delivery.offset()));
                }
            }
            Map<String, long[]> sought = new LinkedHashMap<>();
            for (int seeks = random.nextInt(3); seeks > 0; seeks--) {
                var name = List.copyOf(inboxes.keySet()).get(random.nextInt(inboxes.size()));
                sought.put(name, seek(transaction, name));
            }
            for (int sends = random.nextInt(3); sends > 0; sends--) {
                int partition = random.nextInt(PARTITIONS);
                transaction.send(message(partition));
                next.sent(partition);
            }
            sought.forEach(next::sought);
            end(transaction, accepted);
        }

        private long[] seek(Transaction transaction, String name) {
            var position = switch (random.nextInt(3)) {
                case 0 -> StartPosition.EARLIEST;
                case 1 -> StartPosition.LATEST;
                default -> StartPosition.atOffset(random.nextInt(20));
            };
            transaction.seek(TOPIC, name, position);
            var from = new long[PARTITIONS];
            for (int i = 0; i < PARTITIONS; i++) {
                from[i] = switch (position.kind()) {
                    case EARLIEST -> 0;
                    case LATEST -> known.ends()[i];
                    default -> Math.min(position.offset(), known.ends()[i]);
                };
            }
            return from;
        }

        private void end(Transaction transaction, List<Delivery> accepted) {
            if (random.nextInt(6) == 0) {
                transaction.rollback();
                accepted.forEach(delivery -> delivery.releaseAsync(Duration.ZERO, false));
                next = known;
                return;
            }
            try {
                transaction
                        .commitAsync()
                        .toCompletableFuture()
                        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                        .join();
                known = next;
            } catch (CompletionException e) {
                if (e.getCause() instanceof TimeoutException) {
                    // A crash ends a commit with a failure at once; it leaves nobody waiting.
                    throw new AssertionError("A commit has no outcome.", e);
                }
                if (!(e.getCause() instanceof PenstockException.LeaseLost)) {
                    throw e;
                }
                // A delivery from before an earlier seek: nothing has happened, and the others are still here.
                accepted.forEach(delivery -> delivery.releaseAsync(Duration.ZERO, false));
                next = known;
            }
        }

        /** To a partition that its key decides. */
        private Message message(int partition) {
            for (int i = random.nextInt(100); ; i++) {
                var message = Message.to(TOPIC).key("k" + i).body("x").build();
                if (Partitioner.partition(message.key(), PARTITIONS) == partition) {
                    return message;
                }
            }
        }
    }
}

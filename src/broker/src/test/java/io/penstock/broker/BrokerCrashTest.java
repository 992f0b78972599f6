package io.penstock.broker;

import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.conformance.fault.FaultyStorage;
import io.penstock.conformance.tool.EachSeed;
import io.penstock.conformance.tool.ManualClock;
import io.penstock.journal.JournalException;
import io.penstock.journal.archive.ArchiveOptions;
import io.penstock.journal.log.LocalLog;
import io.penstock.journal.log.LogOptions;
import io.penstock.journal.young.JournalOptions;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A broker whose storage crashes: whoever was told so is right, be it a sender or a consumer. {@code
 * -Dpenstock.seeds=N} tries more seeds, {@code -Dpenstock.seed=S} only that one.
 */
class BrokerCrashTest {

    private static final int SEEDS = 60;
    private static final int LIVES = 3;
    private static final int MAX_STEPS = 60;
    private static final int MAX_CHANGES_UNTIL_CRASH = 300;
    private static final int MAX_MESSAGE_BYTES = 150 << 10;

    /** Files as small as a broker takes them, so that some become full and are moved, with a checkpoint for each. */
    private static final LogOptions SMALL = LogOptions.of(new JournalOptions(5 << 19, 5 << 18, 1 << 20, 60_000))
            .withArchive(new ArchiveOptions(128 << 10, 8, 1 << 20, 4, 1_000))
            .withYoungFiles(0)
            .withRoundMillis(0);

    private static final BrokerOptions OPTIONS =
            new BrokerOptions(Path.of("memory"), Durability.SYNC, MAX_MESSAGE_BYTES, SMALL);

    @Test
    void shouldKeepWhatSendersAndConsumersWereTold() {
        EachSeed.fromAnywhere(SEEDS, seed -> new Run(seed, LocalLog::open).run());
    }

    @Test
    void shouldDoSoOnALogWithHoles() {
        EachSeed.fromAnywhere(SEEDS, seed -> new Run(seed, HoleyLog.Opening.holey(seed)).run());
    }

    @Test
    void shouldDoSoOnALogThatHasToFetchItsRecords() {
        EachSeed.fromAnywhere(SEEDS / 2, seed -> new Run(seed, HoleyLog.Opening.distant(seed)).run());
    }

    private static final class Run {

        private final Random random;
        private final ManualClock clock = new ManualClock();
        private final Set<String> tried = new HashSet<>();
        private final Set<String> sent = new HashSet<>();
        private final Set<String> accepting = new HashSet<>();
        private final Set<String> accepted = new HashSet<>();
        private final HoleyLog.Opening opening;
        private FaultyStorage storage;
        private LocalLog log;

        private Run(long seed, HoleyLog.Opening opening) {
            this.opening = opening;
            random = new Random(seed);
            storage = new FaultyStorage(random.nextLong());
        }

        private void run() {
            for (var life = 0; life < LIVES; life++) {
                storage.crashAt(1 + random.nextInt(MAX_CHANGES_UNTIL_CRASH));
                try (var broker = open()) {
                    live(broker);
                    storage.crash();
                } catch (PenstockException | JournalException e) {
                    requireCrash(e);
                }
                storage = storage.afterCrash();
            }
            check();
        }

        private Broker open() {
            return EmbeddedBroker.open(OPTIONS, clock, owner -> {
                var opened = opening.open(storage, SMALL, clock, owner);
                log = opened.local().orElseThrow();
                return opened;
            });
        }

        private void live(Broker broker) {
            broker.declare(Destination.queue("orders").partitions(2).build());
            var inbox = new ConcurrentLinkedQueue<Delivery>();
            broker.consume(ConsumerOptions.ofQueue("orders", "c").build(), inbox::addAll)
                    .request(1_000);
            for (var steps = random.nextInt(MAX_STEPS); steps > 0; steps--) {
                var delivery = random.nextBoolean() ? inbox.poll() : null;
                if (random.nextInt(8) == 0) {
                    log.age();
                }
                if (delivery == null) {
                    send(broker);
                } else {
                    accept(delivery);
                }
            }
        }

        private void send(Broker broker) {
            var body = "m" + tried.size();
            tried.add(body);
            var filling = "x".repeat(random.nextInt(MAX_MESSAGE_BYTES - 1_000));
            broker.send(
                    Message.to("orders").key(body).body(body + ":" + filling).build());
            sent.add(body);
        }

        private void accept(Delivery delivery) {
            var body = name(delivery.message());
            assertThat(tried).contains(body);
            assertThat(accepted).doesNotContain(body);
            accepting.add(body);
            try {
                UntilCrash.outcome(delivery.acceptAsync());
                accepted.add(body);
            } catch (CompletionException e) {
                assertThat(e).as("told, not left waiting").hasCauseInstanceOf(PenstockException.class);
                requireCrash(e);
            }
        }

        private static String name(Message message) {
            var body = message.bodyText();
            return body.substring(0, body.indexOf(':'));
        }

        private void requireCrash(RuntimeException e) {
            if (!storage.isCrashed()) {
                throw e;
            }
        }

        private void check() {
            try (var broker = open()) {
                broker.declare(Destination.queue("orders").partitions(2).build());
                var waiting = broker
                        .browse(BrowseRequest.waiting("orders", 1_000).build())
                        .stream()
                        .map(stored -> name(stored.message()))
                        .toList();
                assertThat(waiting).doesNotHaveDuplicates();
                assertThat(tried).containsAll(waiting);
                assertThat(waiting).doesNotContainAnyElementsOf(withOneMore(accepted));
                sent.removeAll(accepting);
                assertThat(waiting).containsAll(sent);
            }
        }

        /** The assertion refuses an empty set. */
        private static Set<String> withOneMore(Set<String> bodies) {
            var more = new HashSet<>(bodies);
            more.add("never sent");
            return more;
        }
    }
}

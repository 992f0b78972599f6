package io.penstock.broker.operation;

import io.penstock.BackupContent;
import io.penstock.BackupTarget.BackupFile;
import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.ConsumerOptions;
import io.penstock.Destination;
import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.broker.BrokerOptions;
import io.penstock.broker.EmbeddedBroker;
import io.penstock.conformance.fault.FaultyStorage;
import io.penstock.conformance.fault.FaultyStorage.Operation;
import io.penstock.conformance.tool.ManualClock;
import io.penstock.conformance.tool.Patience;
import io.penstock.journal.archive.ArchiveOptions;
import io.penstock.journal.log.LocalLog;
import io.penstock.journal.log.LogOptions;
import io.penstock.journal.storage.Storage;
import io.penstock.journal.young.JournalOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Backups that fail, of a broker whose old messages age when the test says so. */
class BackupFaultsTest {

    private static final long MIN_FREE = 10 << 20;

    private static final LogOptions SMALL = LogOptions.of(
                    new JournalOptions(5 << 19, 5 << 18, 4 << 20, 60_000, MIN_FREE, 0))
            .withArchive(new ArchiveOptions(128 << 10, 16, 1 << 20, 4, 1_000))
            .withYoungFiles(0)
            .withRoundMillis(0);

    private static final BrokerOptions OPTIONS =
            new BrokerOptions(Path.of("memory"), Durability.SYNC, 100 << 10, SMALL);

    private static final String FILLING = "x".repeat(90_000);

    /** Enough for a journal file and a half. */
    private static final int SOME = 40;

    /** More than any backup here has of each. */
    private static final int MOST_OPERATIONS = 300;

    @TempDir
    Path place;

    private final FaultyStorage storage = new FaultyStorage(1);
    private final ManualClock clock = new ManualClock();
    private final AtomicLong free = new AtomicLong(Long.MAX_VALUE);
    private LocalLog log;
    private Broker broker;
    private int sent;
    private int backups;
    private int unused;

    @BeforeEach
    void open() {
        broker = open(storage);
        broker.declare(Destination.topic("prices").build());
        send();
        send();
        age();
    }

    @AfterEach
    void close() {
        broker.close();
    }

    private Broker open(FaultyStorage where) {
        return EmbeddedBroker.open(OPTIONS, clock, owner -> {
            log = LocalLog.open(onADisk(where), SMALL, clock, owner);
            return log;
        });
    }

    /** The same storage, which says that so much is free as the test does. */
    private Storage onADisk(Storage where) {
        return (Storage) Proxy.newProxyInstance(
                Storage.class.getClassLoader(), new Class<?>[] {Storage.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("usableBytes")) {
                        return free.get();
                    }
                    try {
                        return method.invoke(where, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void send() {
        for (var i = 0; i < SOME; i++) {
            broker.send(Message.to("prices").body(++sent + ":" + FILLING).build());
        }
    }

    private void age() {
        for (var round = 0; round < 4; round++) {
            log.age();
            assertThat(log.agingFailure()).isNull();
        }
    }

    private CopiedDirectory target() {
        return new CopiedDirectory(place.resolve("backup-" + ++backups));
    }

    private CompletableFuture<BackupContent> begin(CopiedDirectory target) {
        return broker.operations().backup(target).toCompletableFuture();
    }

    private static Throwable outcome(CompletableFuture<BackupContent> backup) throws Exception {
        try {
            backup.get(Patience.SECONDS, TimeUnit.SECONDS);
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    private long journalFiles() {
        return storage.files().keySet().stream()
                .filter(name -> name.endsWith(".journal"))
                .count();
    }

    private long removedSegments() {
        return storage.files().keySet().stream()
                .filter(name -> name.endsWith(".removed"))
                .count();
    }

    /** It takes messages, and what they fill gets old and is recycled. */
    private void requireUnaffected() {
        for (var time = 0; time < 3; time++) {
            send();
        }
        age();
        assertThat(journalFiles()).as("files that are left").isLessThanOrEqualTo(3);
        assertThat(removedSegments()).isZero();
        assertThat(broker.health().isRunning()).isTrue();
    }

    private Broker open(CopiedDirectory backup) {
        return EmbeddedBroker.open(new BrokerOptions(backup.directory, Durability.SYNC, 100 << 10, SMALL), clock);
    }

    private void requireWhole(CopiedDirectory target) {
        try (var restored =
                EmbeddedBroker.open(new BrokerOptions(target.directory, Durability.SYNC, 100 << 10, SMALL), clock)) {
            var last = restored.browse(BrowseRequest.all("prices", 10_000).build());
            assertThat(last).hasSize(sent);
            assertThat(last.get(last.size() - 1).message().bodyText()).startsWith(sent + ":");
        }
    }

    private void requireTheNextIsWhole() throws Exception {
        var next = target();
        assertThat(outcome(begin(next))).isNull();
        requireWhole(next);
    }

    @Test
    void shouldServeAndRecycleAfterEachReadThatFails() throws Exception {
        var failures = failAtEach(Operation.READ);
        assertThat(failures).isGreaterThan(10);
        requireTheNextIsWhole();
    }

    @Test
    void shouldServeAndRecycleAfterEachFileThatCannotBeOpened() throws Exception {
        var failures = failAtEach(Operation.OPEN);
        assertThat(failures).isGreaterThan(10);
        requireTheNextIsWhole();
    }

    @Test
    void shouldServeAndRecycleAfterEachChangeOfTheCheckpointThatFails() throws Exception {
        for (var operation : List.of(Operation.CREATE, Operation.WRITE, Operation.RENAME, Operation.DELETE)) {
            assertThat(failAtEach(operation)).as("%s", operation).isPositive();
        }
        requireTheNextIsWhole();
    }

    /** Fails the first such operation, then the second, until a backup has no more. */
    private int failAtEach(Operation operation) throws Exception {
        var failures = 0;
        for (var number = 1; number <= MOST_OPERATIONS; number += 1 + number / 4) {
            var before = storage.faults();
            storage.failAt(operation, number);
            var target = target();
            var failure = outcome(begin(target));
            if (storage.faults() == before) {
                // The fault is still to come: nothing else may meet it.
                assertThat(failure).isNull();
                use(before);
                return failures;
            }
            failures++;
            if (failure == null) {
                // What was not needed for the backup, such as deleting an old checkpoint, may fail.
                assertThat(target.isComplete).isTrue();
            } else {
                assertThat(failure)
                        .isInstanceOf(PenstockException.Unavailable.class)
                        .hasMessageContaining("backup-");
                assertThat(target.isAbandoned).isTrue();
                assertThat(target.isComplete).isFalse();
            }
            if (failures % 5 == 1) {
                requireUnaffected();
            }
        }
        return failures;
    }

    /** Lets a fault that is still planned happen to nobody. */
    private void use(int faults) {
        while (storage.faults() == faults) {
            var name = "unused-" + ++unused;
            try (var file = storage.create(name)) {
                file.write(ByteBuffer.allocate(8), 0);
                storage.rename(name, name + "b");
                storage.open(name + "b").readFully(ByteBuffer.allocate(8), 0);
                storage.delete(name + "b");
            } catch (IOException e) {
                assertThat(storage.faults()).isGreaterThan(faults);
            }
        }
    }

    @Test
    void shouldServeAndRecycleAfterATargetThatFails() throws Exception {
        var files = new int[1];
        outcome(begin(new CopiedDirectory(place.resolve("counted")) {
            @Override
            void before(BackupFile file) {
                files[0]++;
            }
        }));
        assertThat(files[0]).isGreaterThan(5);
        for (var i = 1; i <= files[0]; i++) {
            var failing = i;
            var target = new CopiedDirectory(place.resolve("failing-" + i)) {
                private int number;

                @Override
                void before(BackupFile file) throws IOException {
                    if (++number == failing) {
                        throw new IOException("No space left on device");
                    }
                }
            };
            assertThat(outcome(begin(target))).hasMessageContaining("No space left on device");
            assertThat(target.isAbandoned).isTrue();
        }
        requireUnaffected();
        requireTheNextIsWhole();
    }

    /** Holds a backup at its first journal file, or the first of some others. */
    private final class WaitingDirectory extends CopiedDirectory {

        private final String part;
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);

        WaitingDirectory() {
            this(".journal");
        }

        WaitingDirectory(String part) {
            super(place.resolve("waiting"));
            this.part = part;
        }

        @Override
        void before(BackupFile file) throws IOException {
            if (file.path().contains(part)) {
                reached.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
        }
    }

    @Test
    void shouldKeepWhatIsCopiedAndGiveItUpAfterwards() throws Exception {
        var target = new WaitingDirectory();
        var backup = begin(target);
        target.reached.await();
        var sentBefore = sent;
        for (var time = 0; time < 6; time++) {
            send();
            age();
        }
        assertThat(journalFiles()).as("held").isGreaterThan(6);

        target.goOn.countDown();
        assertThat(outcome(backup)).isNull();
        var sentAfter = sent;
        sent = sentBefore;
        requireWhole(target);
        sent = sentAfter;
        requireUnaffected();
    }

    @Test
    void shouldKeepSegmentsThatAreRemovedMeanwhile() throws Exception {
        broker.declare(Destination.queue("jobs").build());
        for (var i = 0; i < 2 * SOME; i++) {
            broker.send(Message.to("jobs").body(i + ":" + FILLING).build());
        }
        send();
        age();
        // Twice, so that the older checkpoint has them as well, and they may go.
        outcome(begin(target()));
        outcome(begin(target()));
        var target = new WaitingDirectory("archive/jobs/");
        var backup = begin(target);
        target.reached.await();
        var sentBefore = sent;
        acceptAll("jobs", 2 * SOME);
        for (var time = 0; time < 4; time++) {
            send();
            age();
        }
        assertThat(removedSegments()).as("held").isGreaterThan(10);

        target.goOn.countDown();
        assertThat(outcome(backup)).isNull();
        var sentAfter = sent;
        sent = sentBefore;
        requireWhole(target);
        sent = sentAfter;
        try (var restored = open(target)) {
            assertThat(restored.browse(BrowseRequest.waiting("jobs", 1_000).build()))
                    .hasSize(2 * SOME);
        }
        requireUnaffected();
    }

    private void acceptAll(String queue, int count) {
        var accepted = new CountDownLatch(count);
        try (var consumer = broker.consume(
                ConsumerOptions.ofQueue(queue, "c").build(),
                deliveries ->
                        deliveries.forEach(delivery -> delivery.acceptAsync().thenRun(accepted::countDown)))) {
            consumer.request(count);
            Patience.await().until(() -> accepted.getCount() == 0);
        }
    }

    @Test
    void shouldGiveWayToSendersWhenSpaceBecomesShort() throws Exception {
        var target = new WaitingDirectory();
        var backup = begin(target);
        target.reached.await();
        for (var time = 0; time < 6; time++) {
            send();
        }
        age();
        assertThat(journalFiles()).as("held").isGreaterThan(6);

        free.set(2 * MIN_FREE - 1);
        requireUnaffected();
        target.goOn.countDown();
        assertThat(outcome(backup)).hasMessageContaining("free space became short");
        assertThat(target.isAbandoned).isTrue();
        assertThat(outcome(begin(target()))).as("there is no room for it now").isNotNull();

        free.set(Long.MAX_VALUE);
        requireTheNextIsWhole();
    }

    @Test
    void shouldRefuseASecondWhileOneGoesOn() throws Exception {
        var target = new WaitingDirectory();
        var backup = begin(target);
        target.reached.await();

        assertThatThrownBy(() -> begin(target()))
                .isInstanceOf(PenstockException.Conflict.class)
                .hasMessageContaining("one at a time");

        target.goOn.countDown();
        assertThat(outcome(backup)).isNull();
        requireTheNextIsWhole();
    }

    @Test
    void shouldCutABackupShortWhenTheBrokerIsClosed() throws Exception {
        var target = new WaitingDirectory();
        var backup = begin(target);
        target.reached.await();
        var closing = new Thread(broker::close);
        closing.start();
        Patience.await().until(() -> {
            try {
                log.endOffset(0);
                log.read(0, 0);
                return false;
            } catch (RuntimeException e) {
                return true;
            }
        });
        target.goOn.countDown();

        assertThat(outcome(backup)).hasMessageContaining("closed");
        closing.join();
        assertThat(target.isAbandoned).isTrue();
        broker = open(storage);
        requireUnaffected();
        requireTheNextIsWhole();
    }

    @Test
    void shouldStartAgainWithoutAnythingHeldAfterACrashInABackup() throws Exception {
        var target = new WaitingDirectory();
        var backup = begin(target);
        target.reached.await();
        storage.crash();
        target.goOn.countDown();
        assertThat(outcome(backup)).isInstanceOf(PenstockException.Unavailable.class);
        assertThat(target.isComplete).isFalse();
        try {
            broker.close();
        } catch (PenstockException e) {
            // Its storage is gone.
        }

        var left = storage.afterCrash();
        broker = open(left);
        assertThat(broker.browse(BrowseRequest.all("prices", 10_000).build())).hasSize(sent);
        for (var time = 0; time < 3; time++) {
            send();
        }
        age();
        assertThat(left.files().keySet().stream().filter(name -> name.endsWith(".journal")))
                .hasSizeLessThanOrEqualTo(3);
        requireTheNextIsWhole();
    }
}

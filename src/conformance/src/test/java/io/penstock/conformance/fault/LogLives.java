package io.penstock.conformance.fault;

import io.penstock.conformance.fault.FaultyStorage.Operation;
import io.penstock.conformance.fault.ModelAppend.Sent;
import io.penstock.conformance.tool.ManualClock;
import io.penstock.journal.JournalException;
import io.penstock.journal.archive.ArchiveOptions;
import io.penstock.journal.log.LocalLog;
import io.penstock.journal.log.LogOptions;
import io.penstock.journal.young.JournalOptions;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Some lives of one log, all made from one seed: it is used and ages, something fails, it recovers, it is used again.
 */
final class LogLives {

    /** What is removed at once: size goes down to less than this below what may be. */
    static final int SEGMENT_BYTES = 8 << 10;

    /** As small as can be, so that there are many files and segments; nothing is forced or moved by the clock. */
    private static final LogOptions OPTIONS = LogOptions.of(
                    new JournalOptions(64 << 10, 24 << 10, 1 << 20, 60_000).withMaxStallMillis(0))
            .withArchive(new ArchiveOptions(SEGMENT_BYTES, 3, 4 << 10, 1, 4))
            .withRoundMillis(0);

    private static final int MAX_LIVES = 4;
    private static final int MAX_STEPS = 40;

    /** Some lives end in the middle of a round, which makes up to so many changes. */
    private static final int MAX_CHANGES_UNTIL_FAULT = 160;

    private static final int MAX_CHANGES_OF_RECOVERY = 25;

    /** So much that a few steps fill a file. */
    private static final int MAX_VALUE_CHARS = 6_000;

    private static final int KEYS = 6;
    private static final int MAX_RARE = 12;

    private static final Operation[] FREQUENT = {Operation.WRITE, Operation.FORCE, Operation.READ, Operation.OPEN};

    private static final Operation[] RARE = {
        Operation.CREATE, Operation.RENAME, Operation.DELETE, Operation.FORCE_DIRECTORY
    };

    private final Random random;
    private final LogOptions options;
    private final ManualClock clock = new ManualClock();
    private final LogModel model = new LogModel();
    private FaultyStorage storage;
    private PreparerGate gate;
    private int serial;
    private boolean dropped;

    LogLives(long seed) {
        random = new Random(seed);
        options = OPTIONS.withYoungFiles(random.nextInt(2));
        storage = new FaultyStorage(random.nextLong());
    }

    void run() {
        for (var lives = 1 + random.nextInt(MAX_LIVES); lives > 0; lives--) {
            planFault();
            live();
            storage = storage.afterCrash();
            recover();
        }
        damage();
    }

    private void planFault() {
        var when = 1 + random.nextInt(MAX_CHANGES_UNTIL_FAULT);
        switch (random.nextInt(10)) {
            case 0, 1 -> {}
            case 2, 3, 4, 5 -> storage.crashAt(when);
            case 6 -> storage.limitSpace(200_000 + random.nextInt(400_000));
            case 7 -> storage.failAt(FREQUENT[random.nextInt(FREQUENT.length)], 1 + random.nextInt(when));
            default -> storage.failAt(RARE[random.nextInt(RARE.length)], 1 + random.nextInt(MAX_RARE));
        }
        storage.shortReads(random.nextBoolean());
    }

    private LocalLog open(FaultyStorage where, LogState state) {
        gate = new PreparerGate(where);
        var log = LocalLog.open(where, options, clock, state);
        gate.settle();
        return log;
    }

    private void live() {
        var state = new LogState();
        LocalLog log;
        try {
            log = open(storage, state);
        } catch (JournalException e) {
            requireFault(e);
            return;
        }
        try {
            for (var steps = random.nextInt(MAX_STEPS); steps > 0 && log.failure() == null; steps--) {
                step(log, state);
                gate.settle();
            }
            if (log.failure() != null) {
                requireFault(log.failure());
            } else if (storage.faults() == 0) {
                checkRunning(log, state);
            }
            if (log.failure() == null && random.nextInt(3) > 0) {
                storage.crash();
            }
        } finally {
            gate.openForGood();
            log.close();
        }
        if (log.failure() == null && !storage.isCrashed()) {
            model.everythingForced();
        }
    }

    private void checkRunning(LocalLog log, LogState state) {
        try {
            assertThat(model.check(log, state, clock.instant()).appends()).isEqualTo(model.nextAppend());
        } catch (JournalException e) {
            requireFault(e);
        }
    }

    private void step(LocalLog log, LogState state) {
        switch (random.nextInt(8)) {
            case 0, 1 -> {
                gate.openForGood();
                log.age();
                if (log.agingFailure() != null) {
                    requireFault(log.agingFailure());
                }
            }
            case 2 -> clock.advance(Duration.ofMinutes(random.nextInt(90)));
            default -> {
                var append = append(state);
                log.appendAndWait(append);
                assertThat(append.end).isDone();
                model.settle();
                assertThat(log.failure() != null).as("failed, as an append did").isEqualTo(!append.isAcknowledged());
            }
        }
    }

    private ModelAppend append(LogState state) {
        var append = new ModelAppend(random.nextInt(3) == 0, () -> {});
        for (var items = random.nextInt(4); items > 0; items--) {
            var partition = random.nextInt(dropped ? LogState.DROPPED : LogState.PARTITIONS);
            var filler = " " + serial++ + " " + "x".repeat(random.nextInt(MAX_VALUE_CHARS));
            var value = partition == LogState.TABLE && random.nextInt(4) == 0 ? null : partition + filler;
            var key = partition == LogState.TABLE ? "k" + random.nextInt(KEYS) : null;
            var sent = new Sent(partition, key, value, clock.millis());
            if (random.nextInt(3) == 0) {
                append.batch(List.of(sent));
            } else {
                append.record(sent);
            }
        }
        for (var settlements = random.nextInt(4); settlements > 0; settlements--) {
            settle(append, state, random.nextInt(3));
        }
        append.entry("a " + model.nextAppend());
        model.send(append);
        return append;
    }

    /** Settles an offset that is there and was not settled, or says how far a topic was read. */
    private void settle(ModelAppend append, LogState state, int what) {
        if (what == 2) {
            var read = state.ends[LogState.AGED_TOPIC];
            append.entry("r " + LogState.AGED_TOPIC + " " + random.nextInt((int) read + 1));
            if (!dropped && random.nextInt(20) == 0) {
                dropped = true;
                append.entry("d " + LogState.DROPPED);
            }
            return;
        }
        var left = new ArrayList<Long>();
        for (var offset = 0L; offset < state.ends[what]; offset++) {
            if (!state.settled.get(what).contains(offset)) {
                left.add(offset);
            }
        }
        if (!left.isEmpty()) {
            append.entry("s " + what + " " + left.get(random.nextInt(left.size())));
        }
    }

    private void requireFault(JournalException e) {
        if (storage.faults() == 0) {
            throw new AssertionError("The log failed, though the storage did not", e);
        }
    }

    /** Whatever interrupts recovery, and how often, in the end the same is found. */
    private void recover() {
        storage.shortReads(random.nextBoolean());
        var found = check(storage.copy(random.nextLong()));
        for (var crashes = random.nextInt(3); crashes > 0; crashes--) {
            storage.crashAt(1 + random.nextInt(MAX_CHANGES_OF_RECOVERY));
            try (var log = open(storage, new LogState())) {
                gate.openForGood();
            } catch (JournalException e) {
                requireFault(e);
            }
            storage = storage.afterCrash();
            assertThat(check(storage.copy(random.nextLong())))
                    .as("recovered again")
                    .isEqualTo(found);
        }
        model.goOnFrom(found);
        dropped = found.state().split(" ")[3].equals("true");
    }

    private LogModel.Found check(FaultyStorage copy) {
        var state = new LogState();
        try (var log = open(copy, state)) {
            gate.openForGood();
            assertThat(log.offline()).isEmpty();
            return model.check(log, state, clock.instant());
        }
    }

    /** One bit turns round while nobody looks: what is delivered then is right, or nothing is. */
    private void damage() {
        var files = storage.files();
        if (files.isEmpty()) {
            // No life came as far as to leave one.
            return;
        }
        var names = new ArrayList<>(files.keySet());
        if (names.isEmpty()) {
            return;
        }
        var name = names.get(random.nextInt(names.size()));
        var length = files.get(name).length;
        if (length > 0) {
            // Frames are rather at the front.
            storage.flip(name, random.nextInt(1 + random.nextInt(length)), random.nextInt(8));
        }
        model.damaged();
        var state = new LogState();
        try (var log = open(storage, state)) {
            gate.openForGood();
            model.check(log, state, clock.instant());
            // A partition that was taken offline by it is moved all the same.
            log.age();
            model.check(log, state, clock.instant());
        } catch (JournalException e) {
            assertThat(e).hasMessageContaining("faulty:");
        }
    }
}

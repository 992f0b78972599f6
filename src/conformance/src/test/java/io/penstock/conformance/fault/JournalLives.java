package io.penstock.conformance.fault;

import io.penstock.conformance.fault.FaultyStorage.Operation;
import io.penstock.conformance.fault.ModelAppend.Sent;
import io.penstock.conformance.tool.ManualClock;
import io.penstock.journal.JournalException;
import io.penstock.journal.young.Journal;
import io.penstock.journal.young.JournalOptions;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Some lives of one journal, all made from one seed: it is used, something fails, it recovers, it is used again. */
final class JournalLives {

    /** As small as can be, so that there are many files; nothing is forced by the clock. */
    private static final JournalOptions OPTIONS =
            new JournalOptions(64 << 10, 16 << 10, 1 << 20, 60_000).withMaxStallMillis(0);

    private static final int MAX_LIVES = 3;
    private static final int MAX_STEPS = 50;

    /** Recovery alone makes about ten changes, so that many crashes fall into it. */
    private static final int MAX_CHANGES_UNTIL_FAULT = 80;

    private static final int MAX_CHANGES_OF_RECOVERY = 14;

    /** So much that one step fills at most one file. */
    private static final int MAX_VALUE_CHARS = 2_500;

    /** A file that is made or given up makes one or two of these. */
    private static final int MAX_RARE = 8;

    private static final Operation[] FREQUENT = {Operation.WRITE, Operation.FORCE, Operation.READ};

    private static final Operation[] RARE = {
        Operation.CREATE, Operation.RENAME, Operation.DELETE, Operation.FORCE_DIRECTORY
    };

    private final Random random;
    private final JournalModel model = new JournalModel();
    private FaultyStorage storage;
    private PreparerGate gate;
    private int serial;

    JournalLives(long seed) {
        random = new Random(seed);
        storage = new FaultyStorage(random.nextLong());
    }

    void run() throws Exception {
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
        switch (random.nextInt(8)) {
            case 0 -> {}
            case 1, 2, 3 -> storage.crashAt(when);
            case 4 -> storage.limitSpace(random.nextInt(400_000));
            case 5 -> storage.failAt(FREQUENT[random.nextInt(FREQUENT.length)], 1 + random.nextInt(when));
            default -> storage.failAt(RARE[random.nextInt(RARE.length)], 1 + random.nextInt(MAX_RARE));
        }
        storage.shortReads(random.nextBoolean());
    }

    private Journal open(FaultyStorage where, JournalState state) {
        gate = new PreparerGate(where);
        var journal = Journal.open(where, OPTIONS, new ManualClock(), state);
        gate.settle();
        return journal;
    }

    private void live() throws Exception {
        var state = new JournalState();
        Journal journal;
        try {
            journal = open(storage, state);
        } catch (JournalException e) {
            requireFault(e);
            return;
        }
        try {
            for (var steps = random.nextInt(MAX_STEPS); steps > 0 && journal.failure() == null; steps--) {
                step(journal, state);
                gate.settle();
            }
            if (journal.failure() != null) {
                requireFault(journal.failure());
                checkFailedForGood(journal);
            } else if (random.nextInt(3) > 0) {
                storage.crash();
            }
        } finally {
            gate.openForGood();
            journal.close();
        }
        if (journal.failure() == null && !storage.isCrashed()) {
            model.everythingForced();
        }
    }

    private void step(Journal journal, JournalState state) throws Exception {
        var choice = random.nextInt(20);
        if (choice < 2) {
            release(journal, state);
            return;
        }
        var behind = new ArrayList<ModelAppend>();
        var append = append(random.nextInt(3) == 0, () -> behind.forEach(journal::append));
        if (choice < 6) {
            for (var i = 1 + random.nextInt(4); i > 0; i--) {
                behind.add(append(random.nextInt(4) == 0, () -> {}));
            }
        }
        journal.appendAndWait(append);
        assertThat(append.end).isDone();
        if (append.isAcknowledged()) {
            for (var next : behind) {
                next.end.handle((done, failed) -> done).get(20, TimeUnit.SECONDS);
            }
        }
        model.settle();
        var refused = !append.isAcknowledged() || behind.stream().anyMatch(next -> !next.isAcknowledged());
        assertThat(journal.failure() != null).as("failed, as an append did").isEqualTo(refused);
    }

    private ModelAppend append(boolean forced, Runnable whenDurable) {
        var append = new ModelAppend(forced, whenDurable);
        for (var items = 1 + random.nextInt(3); items > 0; items--) {
            // Numbered anew after a loss, so that what was lost and comes back is seen to be another.
            var filler = " " + serial++ + " " + "x".repeat(random.nextInt(MAX_VALUE_CHARS));
            if (random.nextInt(4) == 0) {
                append.entry("e" + model.nextEntry() + filler);
            } else {
                var partition = random.nextInt(JournalModel.PARTITIONS);
                var value = partition + "." + model.nextRecord(partition) + filler;
                if (random.nextInt(3) == 0) {
                    var next = partition + "." + model.nextRecord(partition);
                    append.batch(
                            List.of(new Sent(partition, null, value, 1_000), new Sent(partition, null, next, 1_000)));
                } else {
                    append.record(partition, value);
                }
            }
        }
        model.send(append);
        return append;
    }

    private void release(Journal journal, JournalState state) {
        model.released(journal, state);
        try {
            journal.release(state.sequence() + 1);
        } catch (JournalException e) {
            requireFault(e);
        }
    }

    private void checkFailedForGood(Journal journal) {
        var failure = journal.failure();
        for (var forced : new boolean[] {false, true}) {
            var late = new ModelAppend(forced, () -> {});
            late.entry("must not be there");
            journal.appendAndWait(late);
            assertThatThrownBy(late.end::join).hasCauseInstanceOf(JournalException.NotOpen.class);
        }
        assertThat(journal.failure()).isSameAs(failure);
    }

    private void requireFault(JournalException e) {
        if (storage.faults() == 0) {
            throw new AssertionError("The journal failed, though the storage did not", e);
        }
    }

    /** Whatever interrupts recovery, and how often, in the end the same is found. */
    private void recover() {
        storage.shortReads(random.nextBoolean());
        var found = check(storage.copy(random.nextLong()));
        for (var crashes = random.nextInt(3); crashes > 0; crashes--) {
            storage.crashAt(1 + random.nextInt(MAX_CHANGES_OF_RECOVERY));
            try (var journal = open(storage, new JournalState())) {
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
    }

    private JournalModel.Found check(FaultyStorage copy) {
        var state = new JournalState();
        try (var journal = open(copy, state)) {
            gate.openForGood();
            return model.check(journal, state);
        }
    }

    /** One bit turns round while nobody looks: what is delivered then is right, or nothing is. */
    private void damage() {
        var files = storage.files();
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
        var state = new JournalState();
        try (var journal = open(storage, state)) {
            gate.openForGood();
            model.checkAfterDamage(journal, state);
        } catch (JournalException e) {
            assertThat(e).hasMessageContaining("faulty:");
        }
    }
}

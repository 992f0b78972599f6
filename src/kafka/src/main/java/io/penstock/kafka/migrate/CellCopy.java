package io.penstock.kafka.migrate;

import io.penstock.PenstockException;
import io.penstock.broker.migration.StoppedBroker;
import io.penstock.journal.JournalException;
import io.penstock.kafka.journal.JournalReader;
import io.penstock.kafka.journal.MigrationMark;
import io.penstock.kafka.log.KeptText;
import io.penstock.kafka.log.LogOpening;
import io.penstock.kafka.owner.OwnerDoor;
import io.penstock.kafka.topic.TopicSweep;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A cell that is copied, or copied to, by one thread. */
final class CellCopy {

    /** Whoever owns the cell says so several times in a lease; whoever does not, for that many, has gone. */
    private static final int PATIENCE_LEASES = 3;

    private final MigrationPlaces places;
    private final String journal;
    private final String snapshots;
    private final TopicSweep sweep;

    CellCopy(MigrationPlaces places) {
        this.places = places;
        journal = places.topics().names().journal();
        snapshots = places.topics().names().snapshots();
        sweep = new TopicSweep(places.admin(), places.policy(), places.limit());
    }

    String name() {
        return places.log().cell();
    }

    /** An opened cell. */
    record Opened(StoppedBroker broker, KeptText alerts) implements AutoCloseable {

        @Override
        public void close() {
            broker.close();
        }
    }

    /** The mark of an interrupted migration; null if there is none. */
    @Nullable
    MigrationMark unfinished() {
        if (!isUsed()) {
            return null;
        }
        try (var reader = new JournalReader(places.clients().reader(), journal)) {
            return MigrationMark.unfinished(reader);
        }
    }

    /** Whether anything was ever written to the journal. */
    boolean isUsed() {
        return !sweep.used(List.of(journal)).isEmpty();
    }

    /**
     * Fails unless nothing was ever written to the cell, and to topics that are to be made.
     *
     * @param mark of an interrupted migration, whose topics do not count; null for none
     */
    void requireUnused(List<String> topics, @Nullable MigrationMark mark) {
        var wanted = new ArrayList<>(topics);
        if (mark == null) {
            wanted.add(journal);
            wanted.add(snapshots);
        } else {
            wanted.removeAll(mark.topics());
        }
        var used = sweep.used(wanted);
        if (!used.isEmpty()) {
            throw new PenstockException.InvalidConfiguration(
                    "There is something in Kafka already, and a migration needs"
                            + " an empty cell: " + String.join(", ", used)
                            + ". Choose another installation, cell or topic"
                            + " prefix; or delete these topics, if nobody needs what is in them.");
        }
    }

    /** Deletes what an interrupted migration has left; whoever may still be at it is stopped first. */
    void clear(MigrationMark mark) {
        var topics = new ArrayList<>(mark.topics());
        topics.add(snapshots);
        topics.add(journal); // As long as it is there, it says what the others are.
        if (!places.policy().createTopics()) {
            throw new PenstockException.InvalidConfiguration("An interrupted migration has left topics that are not to"
                    + " be deleted from here. Delete them, create them again, and start anew: "
                    + String.join(", ", topics) + ".");
        }
        try (var opening = opening(true)) {
            requireOwned(opening);
        }
        sweep.delete(topics);
    }

    /** Makes the topics of the cell, and marks it. */
    void begin(MigrationMark mark) {
        try {
            places.topics().openCell().toCompletableFuture().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : e;
        }
        write(producer -> mark.write(producer, journal));
    }

    /** Everything was copied: whoever comes may own the cell. */
    void finish() {
        write(producer -> MigrationMark.writeFinished(producer, journal));
    }

    private void write(Consumer<Producer<byte[], byte[]>> action) {
        try (var producer = places.clients().producer()) {
            action.accept(producer);
        }
    }

    private LogOpening opening(boolean isTarget) {
        var opening = new LogOpening(
                places.log(), places.clients(), places.admin(), places.topics(), places.clock(), 0, OwnerDoor.NONE);
        opening.copies(isTarget);
        return opening;
    }

    /** Opens the cell when nobody owns it. */
    Opened open(boolean isTarget) {
        var kept = new KeptText();
        try (var opening = opening(isTarget)) {
            requireOwned(opening);
            // Whoever writes hears of a failure, and says so.
            var broker = StoppedBroker.open(places.clock(), owner -> opening.open(owner, kept, cause -> {}));
            return new Opened(broker, kept);
        }
    }

    private void requireOwned(LogOpening opening) {
        long begun = System.nanoTime();
        long patience = PATIENCE_LEASES * places.log().lease().toNanos();
        BooleanSupplier givesUp = () -> System.nanoTime() - begun > patience;
        if (!opening.await(givesUp, () -> true)) {
            throw new JournalException("Somebody owns the cell " + name() + ". Stop all instances first.");
        }
    }
}

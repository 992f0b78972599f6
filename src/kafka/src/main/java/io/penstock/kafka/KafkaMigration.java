package io.penstock.kafka;

import io.penstock.PenstockException;
import io.penstock.broker.BrokerOptions;
import io.penstock.journal.JournalException;
import io.penstock.kafka.migrate.Migration;
import io.penstock.kafka.migrate.MigrationListener;
import io.penstock.kafka.migrate.MigrationReport;
import org.apache.kafka.common.KafkaException;

import java.time.InstantSource;
import java.util.Objects;
import java.util.function.Function;

/**
 * Moves a broker from a data directory into a Kafka, or back, while no instance runs: messages, and all that is known
 * of them. What was copied is read again and compared; the original remains. An interrupted migration is seen by
 * whoever would open what it has left, and begins anew when it is run again. It is safe for any thread.
 */
public final class KafkaMigration {

    private final KafkaOptions options;
    private final BrokerOptions engine;
    private final InstantSource clock = InstantSource.system();

    /**
     * @param options say which cell it is
     * @param engine bounds of the engine on both sides; its directory is the one that is copied, or made
     */
    public KafkaMigration(KafkaOptions options, BrokerOptions engine) {
        this.options = Objects.requireNonNull(options, "options");
        this.engine = Objects.requireNonNull(engine, "engine");
    }

    /**
     * Copies the directory into the cell, in which nothing was ever written.
     *
     * @param isTrial whether nothing is to be written to Kafka, but only to be said what there is to copy
     * @throws PenstockException.InvalidConfiguration if it cannot be done so; nothing was written then
     * @throws PenstockException.StorageUnusable if the directory cannot be used
     * @throws JournalException if it fails; the directory is as it was then, and the cell of no use
     */
    public MigrationReport toKafka(boolean isTrial, MigrationListener listener) {
        return run(listener, migration -> migration.toCell(isTrial));
    }

    /**
     * Copies the cell into the directory, which is empty or does not exist.
     *
     * @param isTrial whether nothing is to be written to the directory, but only to be said what there is to copy
     * @throws PenstockException.InvalidConfiguration if it cannot be done so; nothing was written then
     * @throws JournalException if it fails; the cell is as it was then, and the directory does not exist
     */
    public MigrationReport toDirectory(boolean isTrial, MigrationListener listener) {
        return run(listener, migration -> migration.toDirectory(isTrial));
    }

    private MigrationReport run(MigrationListener listener, Function<Migration, MigrationReport> what) {
        var directory = engine.requireDirectory();
        try (var access = new CellAccess(options, engine)) {
            var places = access.places(options.cell, clock);
            return what.apply(new Migration(places, directory, engine.log(), listener));
        } catch (KafkaException e) {
            throw new JournalException("Kafka failed at it: " + PenstockException.causeOf(e), e);
        }
    }
}

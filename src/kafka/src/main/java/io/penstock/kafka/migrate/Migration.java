package io.penstock.kafka.migrate;

import io.penstock.PenstockException;
import io.penstock.broker.migration.LogMigration;
import io.penstock.broker.migration.MigratedContent;
import io.penstock.broker.migration.MigrationResult;
import io.penstock.broker.migration.StoppedBroker;
import io.penstock.journal.log.LogOptions;
import io.penstock.kafka.journal.MigrationMark;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Copies a data directory into a cell, or a cell into a data directory, and compares. It is used by one thread. */
public final class Migration {

    private final MigrationPlaces places;
    private final CellCopy cell;
    private final DirectoryCopy directory;
    private final MigrationListener listener;

    public Migration(MigrationPlaces places, Path directory, LogOptions log, MigrationListener listener) {
        this.places = places;
        this.listener = listener;
        cell = new CellCopy(places);
        this.directory = new DirectoryCopy(directory, log, places.clock());
    }

    /**
     * Copies the directory into the cell.
     *
     * @param isTrial whether nothing is to be written to Kafka
     */
    public MigrationReport toCell(boolean isTrial) {
        try (var source = directory.open()) {
            var alerts = directory.alerts();
            var leftFiles = directory.leftFiles();
            var migration = surveyed(source);
            var content = migration.content();
            var topics = topics(content);
            requireRoom(content);
            var mark = cell.unfinished();
            requireSame(mark, content);
            cell.requireUnused(topics, mark);
            if (isTrial) {
                return new MigrationReport(content, null, !alerts.isEmpty(), leftFiles);
            }
            if (mark != null) {
                cell.clear(mark);
                listener.cleared();
            }
            cell.begin(new MigrationMark(content.storeId(), topics));
            var result = copied(migration, alerts);
            verify(result, alerts);
            cell.finish();
            return new MigrationReport(content, result, !alerts.isEmpty(), leftFiles);
        }
    }

    private LogMigration surveyed(StoppedBroker source) {
        var migration = LogMigration.of(source);
        listener.surveyed(migration.content());
        return migration;
    }

    /** The topics of the destinations, whose names Kafka has to be able to tell apart. */
    private List<String> topics(MigratedContent content) {
        var byPlainName = new TreeMap<String, String>();
        var topics = new ArrayList<String>();
        for (var destination : content.destinations()) {
            var topic = places.topics().names().ofDestination(destination);
            var other = byPlainName.put(topic.replace('_', '.'), topic);
            if (other != null) {
                throw new PenstockException.InvalidConfiguration("Kafka cannot have the topics '" + other + "' and '"
                        + topic + "' together, whose names differ only in dots and underscores. Move the messages of"
                        + " one of them to a destination with another name first.");
            }
            topics.add(topic);
        }
        return topics;
    }

    private void requireRoom(MigratedContent content) {
        if (content.largestBytes() > places.policy().maxMessageBytes()) {
            throw new PenstockException.InvalidConfiguration("The largest message has " + content.largestBytes()
                    + " bytes, and the topics would take " + places.policy().maxMessageBytes()
                    + ". Set a larger maximum, here and for the instances.");
        }
    }

    private void requireSame(@Nullable MigrationMark mark, MigratedContent content) {
        if (mark != null && mark.storeId() != content.storeId()) {
            throw new PenstockException.InvalidConfiguration("The migration of another directory into the cell "
                    + cell.name() + " was interrupted. Run that one again; or delete its topics, if nobody needs them: "
                    + String.join(", ", mark.topics()) + ", "
                    + places.topics().names().snapshots() + ", and last "
                    + places.topics().names().journal() + ".");
        }
    }

    private MigrationResult copied(LogMigration migration, String alerts) {
        try (var target = cell.open(true)) {
            var result = migration.copyTo(target.broker(), listener::copied);
            if (!alerts.isEmpty()) {
                target.alerts().write(alerts);
            }
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException("What is kept of alerts cannot be written", e);
        }
    }

    private void verify(MigrationResult result, String alerts) {
        listener.verifying();
        try (var copy = cell.open(true)) {
            var differences = new ArrayList<>(LogMigration.differences(result, copy.broker()));
            if (!copy.alerts().read().orElse("").equals(alerts)) {
                differences.add("what is kept of alerts is another text");
            }
            requireNone(differences);
        }
    }

    private static void requireNone(List<String> differences) {
        if (!differences.isEmpty()) {
            throw new MigrationDifference(differences);
        }
    }

    /**
     * Copies the cell into the directory, which is empty or does not exist.
     *
     * @param isTrial whether nothing is to be written to the directory
     */
    public MigrationReport toDirectory(boolean isTrial) {
        directory.requireUnused();
        if (!cell.isUsed()) {
            throw new PenstockException.InvalidConfiguration("There is no cell " + cell.name() + " in this Kafka.");
        }
        try (var source = cell.open(false)) {
            var migration = surveyed(source.broker());
            var alerts = source.alerts().read().orElse("");
            if (isTrial) {
                return new MigrationReport(migration.content(), null, !alerts.isEmpty(), List.of());
            }
            if (directory.clear()) {
                listener.cleared();
            }
            MigrationResult result;
            try (var target = directory.openUnfinished()) {
                result = migration.copyTo(target, listener::copied);
            }
            listener.verifying();
            try (var copy = directory.openUnfinished()) {
                requireNone(LogMigration.differences(result, copy));
            }
            directory.finish(alerts);
            return new MigrationReport(migration.content(), result, !alerts.isEmpty(), List.of());
        }
    }
}

package io.penstock.kafka.cells;

import io.penstock.Durability;
import io.penstock.broker.BrokerOptions;
import io.penstock.broker.EmbeddedBroker;
import io.penstock.broker.alert.AlertFile;
import io.penstock.conformance.BrokerFactory;
import io.penstock.conformance.fault.UnforcedStorage;
import io.penstock.journal.log.LocalLog;
import io.penstock.journal.log.LogOptions;
import io.penstock.journal.storage.DirectoryStorage;
import io.penstock.journal.young.JournalOptions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Brokers of cells that are in this process, each over a directory. */
final class LocalCells {

    /** Files that are made in a moment; what tests send fits into few of them. */
    private static final LogOptions SMALL = LogOptions.of(new JournalOptions(16 << 20, 8 << 20, 64 << 20, 50));

    private LocalCells() {}

    static BrokerFactory of(int cells) {
        return (directory, clock) -> open(directory, clock, cells, Map.of());
    }

    static CellsBroker open(Path directory, InstantSource clock, int cells, Map<String, String> patterns) {
        return open(
                directory,
                clock,
                cells,
                patterns,
                new KeptPlacements(made(directory).resolve("placements")));
    }

    static CellsBroker open(
            Path directory, InstantSource clock, int cells, Map<String, String> patterns, Placements placements) {
        return new CellsBroker(
                links(directory, clock, cells).links, placements, new PlacementRules(names(cells), patterns), clock);
    }

    static Links links(Path directory, InstantSource clock, int cells) {
        return new Links(names(cells).stream()
                .map(name -> new CellLink(name, engine(directory.resolve(name), clock, name)))
                .toList());
    }

    /** The cells by themselves, for several brokers over them. */
    static final class Links implements AutoCloseable {

        final List<CellLink> links;

        private Links(List<CellLink> links) {
            this.links = links;
        }

        @Override
        public void close() {
            links.forEach(each -> each.broker().close());
        }
    }

    static List<String> names(int cells) {
        return IntStream.rangeClosed(1, cells)
                .mapToObj(number -> number == 1 ? "main" : "main-" + number)
                .toList();
    }

    private static EmbeddedBroker engine(Path directory, InstantSource clock, String name) {
        var options = BrokerOptions.in(directory)
                .withDurability(Durability.OS)
                .withLog(SMALL)
                .withCell(name);
        return EmbeddedBroker.open(
                options,
                clock,
                owner -> LocalLog.open(new UnforcedStorage(DirectoryStorage.open(directory)), SMALL, clock, owner),
                new AlertFile(directory));
    }

    private static Path made(Path directory) {
        try {
            return Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

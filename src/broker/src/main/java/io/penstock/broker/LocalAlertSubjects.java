package io.penstock.broker;

import io.penstock.DeadLetterAlert;
import io.penstock.Destination;
import io.penstock.DestinationStatistics;
import io.penstock.broker.alert.AlertSubjects;
import io.penstock.broker.operation.StatisticsReader;
import io.penstock.broker.recovery.BrokerState;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Shows the parts of a broker to its alerts.
 *
 * @param directory where the log lies; null if it lies in none
 */
record LocalAlertSubjects(BrokerState state, StatisticsReader reader, Path directory) implements AlertSubjects {

    @Override
    public List<String> destinations() {
        return state.destinations().declared().stream()
                .filter(destination -> !destination.isExchange())
                .map(Destination::name)
                .toList();
    }

    @Override
    public DestinationStatistics statistics(String destination) {
        return reader.read(destination);
    }

    @Override
    public @Nullable DeadLetterAlert alertOf(String destination, String subscription) {
        var local = state.destinations().find(destination);
        if (local == null) {
            return null;
        }
        return state.subscriptions().list(local).stream()
                .filter(engine -> engine.declared().name().equals(subscription))
                .map(engine -> engine.declared().deadLetter().alert())
                .findFirst()
                .orElse(null);
    }

    @Override
    public int diskUsedPercent() throws IOException {
        if (directory == null || !Files.isDirectory(directory)) {
            throw new IOException("the log lies in no directory");
        }
        var disk = Files.getFileStore(directory);
        long total = disk.getTotalSpace();
        return total <= 0 ? 0 : (int) (100 - disk.getUsableSpace() * 100.0 / total);
    }
}

package io.penstock.server.http.overview;

import io.penstock.Broker;
import io.penstock.BrokerHealth;
import io.penstock.Capability;
import io.penstock.PenstockException;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads what there is once, and not for each destination: the disk, the health and the alerts.
 *
 * @param directory of the log; null if it lies in no directory of this server
 */
record ServerState(Broker broker, @Nullable Path directory) {

    /** The destinations with a problem that are named: health is read at a glance. */
    private static final int MAX_PROBLEMS = 5;

    /** The longest reason: what is longer can be read where readiness tells it. */
    private static final int MAX_REASON_LENGTH = 1_000;

    /** What was found. The sizes are null if they are not known, and so is the number if there are no alerts. */
    record Found(
            @Nullable Long diskFreeBytes,
            @Nullable Long diskTotalBytes,
            BrokerOverview.Health health,
            @Nullable Integer firing) {}

    /** @param troubled looks that have found a problem */
    Found read(Stream<DestinationLook> troubled) {
        var disk = disk();
        return new Found(disk[0], disk[1], health(troubled), firing());
    }

    private Long[] disk() {
        if (directory == null || !Files.isDirectory(directory)) {
            return new Long[] {null, null};
        }
        try {
            var store = Files.getFileStore(directory);
            return new Long[] {store.getUsableSpace(), store.getTotalSpace()};
        } catch (IOException e) {
            return new Long[] {null, null}; // An alert tells of it, if somebody wants to know.
        }
    }

    private BrokerOverview.Health health(Stream<DestinationLook> troubled) {
        var health = broker.health();
        if (health.state() != BrokerHealth.State.RUNNING) {
            return new BrokerOverview.Health(health.state(), List.of(shortened(health.detail())));
        }
        return new BrokerOverview.Health(
                health.state(),
                troubled.limit(MAX_PROBLEMS)
                        .map(look -> "'" + look.name() + "': " + look.problem())
                        .toList());
    }

    private static String shortened(String detail) {
        return detail.length() <= MAX_REASON_LENGTH ? detail : detail.substring(0, MAX_REASON_LENGTH - 1) + "…";
    }

    private @Nullable Integer firing() {
        try {
            return broker.capabilities().supports(Capability.ALERTS)
                    ? (int) broker.alerts().states().stream()
                            .filter(state -> state.isFiring())
                            .count()
                    : null;
        } catch (PenstockException.Unavailable e) {
            return null; // Health says why.
        }
    }
}

package io.penstock.server.http.backup;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;

import java.time.Duration;
import java.time.Instant;
import java.util.function.ToDoubleFunction;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Keeps account of backups, and shows it in the metrics of a server that makes any: somebody has to notice when there
 * has been none for long. Safe for use by any thread.
 */
@Singleton
final class BackupAccount {

    private static final String LAST = "penstock.backup.last.";

    private static final double MILLIS = 1e3;

    private final MeterRegistry registry;
    private final BackupPlace place;
    private final Counter complete;
    private final Counter failed;

    /** The last one that was completed; one that an earlier process has made has neither duration nor bytes. */
    private volatile Last last = new Last(Instant.EPOCH, Duration.ZERO, 0);

    private record Last(Instant success, Duration duration, long bytes) {}

    @Inject
    BackupAccount(MeterRegistry registry, BackupPlace place) {
        this.registry = registry;
        this.place = place;
        complete = counter("complete");
        failed = counter("failed");
    }

    private Counter counter(String outcome) {
        return Counter.builder("penstock.backups")
                .description("Backups that have come to an end, since the server was started")
                .tag("outcome", outcome)
                .register(registry);
    }

    /** Begins with what the directory has: a restart is no reason to call for a new backup. */
    void start(@Observes StartupEvent event) {
        var directory = place.directory();
        if (directory == null) {
            return;
        }
        directory.newest().ifPresent(newest -> last = new Last(newest, Duration.ZERO, 0));
        gauge(
                "success",
                "seconds",
                "Time of the last complete backup since 1970; 0 if there is none",
                each -> each.success.toEpochMilli() / MILLIS);
        gauge(
                "duration",
                "seconds",
                "How long the last complete backup of this process took; 0 if there is none",
                each -> each.duration.toMillis() / MILLIS);
        gauge(
                "size",
                "bytes",
                "What the last complete backup of this process took, before compression",
                each -> each.bytes);
    }

    private void gauge(String name, String unit, String description, ToDoubleFunction<Last> value) {
        Gauge.builder(LAST + name, this, account -> value.applyAsDouble(account.last))
                .description(description)
                .baseUnit(unit)
                .register(registry);
    }

    /** Counts a backup that has come to its end. */
    void add(boolean isComplete, Instant startedAt, Instant finishedAt, long bytes) {
        if (isComplete) {
            last = new Last(finishedAt, Duration.between(startedAt, finishedAt), bytes);
            complete.increment();
        } else {
            failed.increment();
        }
    }
}

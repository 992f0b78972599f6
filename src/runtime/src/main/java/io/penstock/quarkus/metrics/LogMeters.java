package io.penstock.quarkus.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.penstock.broker.EmbeddedBroker;
import io.penstock.journal.archive.RemovalReason;
import io.penstock.journal.commit.FrameTrigger;

import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Registers the meters of the log of an embedded broker: journal, archive, and what became of old messages. */
final class LogMeters {

    private final EmbeddedBroker broker;
    private final MeterRegistry registry;

    LogMeters(EmbeddedBroker broker, MeterRegistry registry) {
        this.broker = broker;
        this.registry = registry;
    }

    void register() {
        journal();
        archive();
        gauge("penstock.partitions.offline", "Partitions that cannot be read", b -> b.offlinePartitions());
    }

    private void journal() {
        for (var trigger : FrameTrigger.values()) {
            FunctionCounter.builder(
                            "penstock.journal.frames",
                            broker,
                            b -> b.journalStatistics().frames().getOrDefault(trigger, 0L))
                    .tag("trigger", name(trigger))
                    .description("Frames written, by what closed them")
                    .register(registry);
        }
        counter(
                "penstock.journal.records",
                "Messages written",
                b -> b.journalStatistics().records());
        counter(
                "penstock.journal.bytes",
                "Bytes written",
                b -> b.journalStatistics().bytes());
        counter(
                "penstock.journal.forces",
                "Forces to the device",
                b -> b.journalStatistics().forces());
        gauge(
                "penstock.journal.queued.bytes",
                "Bytes on their way to the journal",
                b -> b.journalStatistics().queuedBytes());
        gauge(
                "penstock.journal.stalled",
                "1 while no further journal file can be had, so that nothing is written",
                b -> b.isStalled() ? 1 : 0);
        gauge(
                "penstock.journal.full.files",
                "Journal files that are full and still needed",
                b -> b.journalStatistics().fullFiles());
    }

    private void archive() {
        gauge(
                "penstock.archive.failing.seconds",
                "For how long old messages could not be moved to the archive; 0 while they can",
                b -> b.archiveFailureMillis() / 1_000.0);
        gauge(
                "penstock.archive.failing.partitions",
                "Partitions whose old messages cannot be moved to the archive, or let go there; others are",
                b -> b.archiveProblems());
        gauge(
                "penstock.archive.segments",
                "Segment files",
                b -> b.archiveStatistics().segments());
        gauge(
                "penstock.archive.bytes",
                "Bytes of all segments",
                b -> b.archiveStatistics().bytes());
        counter(
                "penstock.archive.moved.bytes",
                "Bytes moved from the journal",
                b -> b.archiveStatistics().movedBytes());
        counter(
                "penstock.archive.rewritten.bytes",
                "Bytes written by compaction",
                b -> b.archiveStatistics().rewrittenBytes());
        for (var reason : RemovalReason.values()) {
            FunctionCounter.builder(
                            "penstock.archive.removed",
                            broker,
                            b -> b.archiveStatistics().removedRecords().getOrDefault(reason, 0L))
                    .tag("reason", name(reason))
                    .description("Messages removed from the archive, by reason")
                    .register(registry);
        }
    }

    private void counter(String name, String description, ToDoubleFunction<EmbeddedBroker> value) {
        FunctionCounter.builder(name, broker, value).description(description).register(registry);
    }

    private void gauge(String name, String description, ToDoubleFunction<EmbeddedBroker> value) {
        Gauge.builder(name, broker, value).description(description).register(registry);
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

package io.penstock.quarkus.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.penstock.Broker;
import io.penstock.kafka.KafkaBroker;
import io.penstock.kafka.instance.CellState;
import io.penstock.kafka.instance.CellStatus;
import io.penstock.spi.ForwardingBroker;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** Registers what this application is to each cell of its installation in Kafka. It needs {@code penstock-kafka}. */
final class OwnershipMeters {

    private static final double NANOS = Duration.ofSeconds(1).toNanos();

    private final Supplier<List<CellStatus>> cells;
    private final Object owner;
    private final MeterRegistry registry;

    /** @param owner for as long as it lives, the meters have values */
    private OwnershipMeters(Supplier<List<CellStatus>> cells, Object owner, MeterRegistry registry) {
        this.cells = cells;
        this.owner = owner;
        this.registry = registry;
    }

    /** Registers them if the broker has its log in Kafka. */
    static void register(Broker broker, MeterRegistry registry) {
        ForwardingBroker.find(broker, KafkaBroker.class)
                .ifPresent(onKafka -> register(onKafka::cells, onKafka, registry));
    }

    static void register(Supplier<List<CellStatus>> cells, Object owner, MeterRegistry registry) {
        var meters = new OwnershipMeters(cells, owner, registry);
        cells.get().forEach(cell -> meters.register(cell.cell()));
    }

    private void register(String cell) {
        gauge(
                cell,
                "penstock.kafka.owner",
                "1 while this application owns the cell, and runs its engine",
                each -> each.state() == CellState.OWNER ? 1 : 0);
        gauge(
                cell,
                "penstock.kafka.epoch",
                "Number of the ownership of this application, which grows with each; 0 while it does not own the cell",
                CellStatus::epoch);
        gauge(
                cell,
                "penstock.kafka.lease.left.seconds",
                "For how long this application owns the cell without another word of Kafka",
                each -> each.leaseLeft().toNanos() / NANOS);
        gauge(
                cell,
                "penstock.kafka.opening.seconds",
                "How long it took to read the state of the cell when this application became its owner the last time",
                each -> each.lastOpening().toNanos() / NANOS);
        counter(
                cell,
                "penstock.kafka.takeovers",
                "How often this application has become the owner of the cell",
                CellStatus::takeOvers);
        counter(
                cell,
                "penstock.kafka.fenced",
                "How often this application has lost the cell without having given it back",
                CellStatus::fenced);
    }

    private void gauge(String cell, String name, String description, ToDoubleFunction<CellStatus> value) {
        Gauge.builder(name, owner, any -> of(cell, value))
                .tag("cell", cell)
                .description(description)
                .register(registry);
    }

    private void counter(String cell, String name, String description, ToDoubleFunction<CellStatus> value) {
        FunctionCounter.builder(name, owner, any -> of(cell, value))
                .tag("cell", cell)
                .description(description)
                .register(registry);
    }

    private double of(String cell, ToDoubleFunction<CellStatus> value) {
        return cells.get().stream()
                .filter(each -> each.cell().equals(cell))
                .mapToDouble(value)
                .findFirst()
                .orElse(Double.NaN);
    }
}

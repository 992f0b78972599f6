package io.penstock.quarkus.metrics;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.penstock.kafka.instance.CellState;
import io.penstock.kafka.instance.CellStatus;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import static org.assertj.core.api.Assertions.assertThat;

class OwnershipMetersTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final AtomicReference<List<CellStatus>> cells = new AtomicReference<>(List.of(
            new CellStatus("c0", CellState.STANDBY, 0, Duration.ZERO, 0, 0, Duration.ZERO),
            new CellStatus("c1", CellState.OWNER, 7, Duration.ofMillis(2_500), 3, 1, Duration.ofMillis(1_500))));

    private double gauge(String name, String cell) {
        return registry.get(name).tag("cell", cell).gauge().value();
    }

    private double counter(String name, String cell) {
        return registry.get(name).tag("cell", cell).functionCounter().count();
    }

    @Test
    void shouldTellOfEachCellWhatTheApplicationIsToIt() {
        OwnershipMeters.register(cells::get, this, registry);

        assertThat(gauge("penstock.kafka.owner", "c0")).isZero();
        assertThat(gauge("penstock.kafka.owner", "c1")).isEqualTo(1);
        assertThat(gauge("penstock.kafka.epoch", "c1")).isEqualTo(7);
        assertThat(gauge("penstock.kafka.lease.left.seconds", "c1")).isEqualTo(2.5);
        assertThat(gauge("penstock.kafka.opening.seconds", "c1")).isEqualTo(1.5);
        assertThat(counter("penstock.kafka.takeovers", "c1")).isEqualTo(3);
        assertThat(counter("penstock.kafka.fenced", "c1")).isEqualTo(1);
    }

    @Test
    void shouldFollowWhatChanges() {
        OwnershipMeters.register(cells::get, this, registry);

        cells.set(List.of(new CellStatus("c1", CellState.STANDBY, 0, Duration.ZERO, 3, 2, Duration.ZERO)));

        assertThat(gauge("penstock.kafka.owner", "c1")).isZero();
        assertThat(counter("penstock.kafka.fenced", "c1")).isEqualTo(2);
        assertThat(gauge("penstock.kafka.owner", "c0"))
                .as("a cell that is not there")
                .isNaN();
    }
}

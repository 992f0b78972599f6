package io.penstock.server.cli;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

/** The flights on three processes over Kafka, of which the owner of the messages is killed in the middle. */
@EnabledIfSystemProperty(named = "penstock.kafka.all", matches = "true")
class FlightsOnKafkaIT {

    /** A Kafka and three servers start, and two cores are few for them. */
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    @TempDir
    private Path directory;

    @Test
    void shouldHaveTheSameTotalsWhenTheOwnerIsKilledInTheMiddle() throws Exception {
        try (var process = PenstockProcess.start(
                directory,
                "sample",
                "flights",
                "--engine",
                "kafka",
                "--instances",
                "3",
                "--exit",
                "--json",
                "--port",
                "0")) {
            assertThat(process.exitStatus(PATIENCE)).as(process.err()).isZero();
            var summary = process.result();
            assertThat(process.err()).contains("Killed the instance that owns the messages");
            assertThat(summary.get("passed").asBoolean()).isTrue();
            assertThat(summary.get("sent").asLong()).isEqualTo(300_000);
            assertThat(summary.get("lost").asLong()).isZero();
            assertThat(summary.get("aggregateMatches").asBoolean()).isTrue();
            assertThat(summary.get("airports").asInt()).isEqualTo(223);
            assertThat(summary.get("lateFlights").asLong()).isEqualTo(15_460);
            assertThat(summary.get("booked").asLong()).isEqualTo(15_455);
            assertThat(summary.get("deadLettered").asInt()).isEqualTo(5);
        }
    }
}

package io.penstock.server.cli;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** The flights on three processes over Kafka, of which the owner of the messages is killed in the middle. */
@EnabledIfSystemProperty(named = "penstock.kafka.all", matches = "true")
class FlightsOnKafkaIT {

    /** With all 300,000 of the sample, two cores take longer than anybody waits for a test. */
    private static final int FLIGHTS = 5_000;

    private static final List<String> ORIGINS = List.of("LAS", "SFO", "JFK");

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
                "0",
                "--input",
                flights().toString())) {
            assertThat(process.exitStatus(PATIENCE)).as(process.err()).isZero();
            var summary = process.result();
            assertThat(process.err()).contains("Killed the instance that owns the messages");
            assertThat(summary.get("passed").asBoolean()).isTrue();
            assertThat(summary.get("sent").asInt()).isEqualTo(FLIGHTS);
            assertThat(summary.get("lost").asLong()).isZero();
            assertThat(summary.get("aggregateMatches").asBoolean()).isTrue();
            assertThat(summary.get("lateFlights").asInt()).isEqualTo(FLIGHTS / 10);
            assertThat(summary.get("booked").asInt()).isEqualTo(FLIGHTS / 10 - 5);
            assertThat(summary.get("deadLettered").asInt()).isEqualTo(5);
        }
    }

    /** Every tenth is late. */
    private Path flights() throws IOException {
        var rows = new StringBuilder("date,delay,distance,origin,destination\n");
        for (int row = 0; row < FLIGHTS; row++) {
            rows.append("2001-01-01 00:01,")
                    .append(row % 10 == 0 ? 90 : 5)
                    .append(",300,")
                    .append(ORIGINS.get(row % ORIGINS.size()))
                    .append(",PHL\n");
        }
        return Files.writeString(directory.resolve("flights.csv"), rows);
    }
}

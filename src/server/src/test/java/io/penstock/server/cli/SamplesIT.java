package io.penstock.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** The samples, run as a user runs them. */
class SamplesIT {

    private static final String HEADER = "date,delay,distance,origin,destination\n";
    private static final int KILLS = 3;

    /** About as long as publishing takes, and some of what comes after. */
    private static final int MAX_MILLIS_UNTIL_KILL = 5_000;

    @TempDir
    Path directory;

    private Path data;

    @Test
    void shouldRunFlightsToTheEnd() throws Exception {
        writeFlights(5_000);

        var summary = flights();

        assertThat(summary.get("passed").asBoolean()).isTrue();
        assertThat(summary.get("sent").asLong()).isEqualTo(5_000);
        assertThat(summary.get("lost").asLong()).isZero();
        assertThat(summary.get("aggregateMatches").asBoolean()).isTrue();
        assertThat(summary.get("deadLettered").asInt()).isEqualTo(5);
        assertThat(summary.get("retried").asLong()).isGreaterThanOrEqualTo(5 * 3);
        assertThat(summary.get("messagesPerSecond").asLong()).isPositive();
        assertThat(summary.get("p99Millis").asDouble()).isPositive();
        assertThat(summary.get("deliveredPerConsumer"))
                .as("two subscriptions and three competing consumers")
                .hasSize(5);
    }

    @Test
    void shouldSendNothingAgainAndCheckAgainWhenTheRunHadEnded() throws Exception {
        writeFlights(2_000);
        var first = flights();

        var second = flights();

        assertThat(second.get("passed").asBoolean()).isTrue();
        assertThat(second.get("sentNow").asLong()).isZero();
        assertThat(second.get("repeatedDeliveries").asLong()).isZero();
        assertThat(totals(second)).isEqualTo(totals(first));
    }

    @Test
    void shouldFailWhenTheReferenceDiffers() throws Exception {
        writeFlights(1_000);
        Path reference = directory.resolve("reference.csv");
        Files.writeString(reference, Files.readString(reference).replaceFirst(",(\\d+)\\R", ",1$1\n"));

        try (var process = startFlights()) {
            assertThat(process.exitStatus()).isEqualTo(1);
            assertThat(process.result().get("aggregateMatches").asBoolean()).isFalse();
            assertThat(process.result().get("lost").asLong()).isZero();
        }
    }

    @Test
    void shouldPublishNothingOfAnInputWithAMalformedRow() throws Exception {
        writeFlights(1_000);
        Path flights = directory.resolve("flights.csv");
        Files.writeString(flights, Files.readString(flights) + "2001-01-01 00:01,soon,1,LAS,PHL\n");

        try (var process = startFlights()) {
            assertThat(process.exitStatus()).isEqualTo(1);
            assertThat(process.err()).contains("line 1002: delay is no whole number: 'soon'");
            assertThat(process.out()).isEmpty();
        }
        Files.writeString(flights, Files.readString(flights).replace("soon", "61"));
        try (var mended = startFlights()) {
            mended.exitStatus();
            assertThat(mended.result().get("sentNow").asLong()).isEqualTo(1_001);
        }
    }

    @Test
    void shouldRefuseAnotherSeedOnTheSameDirectory() throws Exception {
        writeFlights(500);
        flights();

        try (var process = startFlights("--seed", "43")) {
            assertThat(process.exitStatus()).isEqualTo(1);
            assertThat(process.err()).contains("seed 42", "seed 43", "--data");
        }
    }

    @Test
    void shouldEndWithTheSameTotalsWhenKilledAtRandomMoments() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("shouldEndWithTheSameTotalsWhenKilledAtRandomMoments: seed " + seed);
        var random = new Random(seed);
        data = directory.resolve("undisturbed");
        var undisturbed = bundledFlights();

        data = directory.resolve("killed");
        for (int kill = 0; kill < KILLS; kill++) {
            try (var process = startBundledFlights()) {
                process.awaitOnStandardError("Opened the journal");
                process.endsWithin(Duration.ofMillis(random.nextInt(MAX_MILLIS_UNTIL_KILL)));
                process.kill();
            }
        }
        var killed = bundledFlights();

        assertThat(killed.get("passed").asBoolean()).as("%s", killed).isTrue();
        assertThat(totals(killed)).isEqualTo(totals(undisturbed));
    }

    @Test
    void shouldRunTheFlashSaleToTheEnd() throws Exception {
        try (var process = PenstockProcess.start(
                directory,
                "sample",
                "flash-sale",
                "--orders",
                "4000",
                "--payments-per-second",
                "2000",
                "--exit",
                "--json",
                "--port",
                "0",
                "--data",
                directory.resolve("sale").toString())) {
            assertThat(process.exitStatus()).as(process.err()).isZero();
            var summary = process.result();
            assertThat(summary.get("passed").asBoolean()).isTrue();
            assertThat(summary.get("sent").asLong()).isEqualTo(4_000);
            assertThat(summary.get("lost").asLong()).isZero();
            assertThat(summary.get("seconds").asDouble())
                    .as("4000 payments at 2000 a second")
                    .isGreaterThan(1.8);
            assertThat(summary.get("acceptSeconds").asDouble())
                    .as("senders do not wait for payments")
                    .isLessThan(summary.get("seconds").asDouble());
            summary.get("deliveredPerConsumer")
                    .forEach(seen -> assertThat(seen.asLong()).isEqualTo(4_000));
        }
    }

    /** What must not depend on whether, and when, the process was killed. */
    private static String totals(JsonNode summary) {
        return Stream.of(
                        "sent",
                        "lost",
                        "aggregateMatches",
                        "airports",
                        "lateFlights",
                        "booked",
                        "retried",
                        "deadLetters")
                .map(field -> field + "=" + summary.get(field))
                .collect(Collectors.joining(", "));
    }

    private JsonNode flights() throws Exception {
        try (var process = startFlights()) {
            assertThat(process.exitStatus()).as(process.err()).isZero();
            return process.result();
        }
    }

    private PenstockProcess startFlights(String... more) throws IOException {
        var arguments = new ArrayList<>(List.of(
                "sample",
                "flights",
                "--exit",
                "--json",
                "--port",
                "0",
                "--data",
                directory.resolve("data").toString(),
                "--input",
                directory.resolve("flights.csv").toString(),
                "--reference",
                directory.resolve("reference.csv").toString()));
        arguments.addAll(List.of(more));
        return PenstockProcess.start(directory, arguments.toArray(String[]::new));
    }

    private JsonNode bundledFlights() throws Exception {
        try (var process = startBundledFlights()) {
            assertThat(process.exitStatus()).as(process.err()).isZero();
            return process.result();
        }
    }

    private PenstockProcess startBundledFlights() throws IOException {
        return PenstockProcess.start(
                directory, "sample", "flights", "--exit", "--json", "--port", "0", "--data", data.toString());
    }

    /** Flights of five airports, every tenth of them late, and their true totals. */
    private void writeFlights(int count) throws IOException {
        var random = new Random(count);
        var rows = new StringBuilder(HEADER);
        var totals = new TreeMap<String, long[]>();
        for (int row = 1; row <= count; row++) {
            String origin = "AP" + (char) ('A' + random.nextInt(5));
            int delay = row % 10 == 0 ? 61 + random.nextInt(100) : random.nextInt(61) - 20;
            rows.append("2001-01-01 00:01,%d,%d,%s,XYZ\n".formatted(delay, 100 + row % 1_000, origin));
            long[] total = totals.computeIfAbsent(origin, unknown -> new long[2]);
            total[0]++;
            total[1] += delay;
        }
        Files.writeString(directory.resolve("flights.csv"), rows);
        Files.writeString(
                directory.resolve("reference.csv"),
                totals.entrySet().stream()
                        .map(e -> e.getKey() + "," + e.getValue()[0] + "," + e.getValue()[1] + "\n")
                        .collect(Collectors.joining("", "origin,flights,total_delay_minutes\n", "")));
    }
}

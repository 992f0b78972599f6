package io.penstock.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import static org.assertj.core.api.Assertions.assertThat;

/** The samples, run as a user runs them. */
class SamplesIT {

    private static final String HEADER = "date,delay,distance,origin,destination\n";
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Of the flights that come with the server, with the default seed. */
    private static final String UNDISTURBED = "sent=300000, lost=0, aggregateMatches=true, airports=223,"
            + " lateFlights=15460, booked=15455, retried=305,"
            + " dead=[flight-43612, flight-176826, flight-177273, flight-180720, flight-210601]";

    private static final int FLIGHTS = 5_000;

    /** A directory with an input and a run of it that has ended. */
    @TempDir
    static Path finished;

    private static JsonNode firstSummary;

    @TempDir
    Path directory;

    @BeforeAll
    static void runFlightsToTheEnd() throws Exception {
        writeFlights(finished, FLIGHTS);
        try (var process = startFlights(finished)) {
            assertThat(process.exitStatus()).as(process.err()).isZero();
            firstSummary = process.result();
        }
    }

    @Test
    void shouldCountEveryFlightAndDealWithEveryLateOne() {
        assertThat(firstSummary.get("passed").asBoolean()).isTrue();
        assertThat(firstSummary.get("sent").asLong()).isEqualTo(FLIGHTS);
        assertThat(firstSummary.get("lost").asLong()).isZero();
        assertThat(firstSummary.get("aggregateMatches").asBoolean()).isTrue();
        assertThat(firstSummary.get("repeatedDeliveries").asLong()).isZero();
        assertThat(firstSummary.get("lateFlights").asLong()).isEqualTo(FLIGHTS / 10);
        assertThat(firstSummary.get("deadLettered").asInt()).isEqualTo(5);
        assertThat(firstSummary.get("retried").asLong()).isGreaterThanOrEqualTo(5 * 3);
        assertThat(firstSummary.get("messagesPerSecond").asLong()).isPositive();
        assertThat(firstSummary.get("p99Millis").asDouble()).isPositive();
        assertThat(firstSummary.get("deliveredPerConsumer"))
                .as("two subscriptions and three competing consumers")
                .hasSize(5);
    }

    @Test
    void shouldSendNothingAgainAndCheckAgainWhenTheRunHadEnded() throws Exception {
        try (var process = startFlights(finished)) {
            assertThat(process.exitStatus()).as(process.err()).isZero();
            assertThat(process.result().get("sentNow").asLong()).isZero();
            assertThat(process.result().get("repeatedDeliveries").asLong()).isZero();
            assertThat(totals(process.result())).isEqualTo(totals(firstSummary));
        }
    }

    @Test
    void shouldFailWhenTheReferenceDiffers() throws Exception {
        Path wrong = directory.resolve("wrong.csv");
        Files.writeString(
                wrong, Files.readString(finished.resolve("reference.csv")).replaceFirst(",(\\d+)\\R", ",1$1\n"));

        try (var process = startFlights(finished, wrong)) {
            assertThat(process.exitStatus()).isEqualTo(1);
            assertThat(process.result().get("aggregateMatches").asBoolean()).isFalse();
            assertThat(process.result().get("airportsThatDiffer").asInt()).isEqualTo(1);
            assertThat(process.result().get("lost").asLong()).isZero();
        }
    }

    @Test
    void shouldRefuseAnotherSeedOnTheSameDirectory() throws Exception {
        try (var process = startFlights(finished, finished.resolve("reference.csv"), "--seed", "43")) {
            assertThat(process.exitStatus()).isEqualTo(1);
            assertThat(process.err()).contains("seed 42", "seed 43", "--data");
            assertThat(process.out()).isEmpty();
        }
    }

    @Test
    void shouldPublishNothingOfAnInputWithAMalformedRow() throws Exception {
        writeFlights(directory, 1_000);
        Path flights = directory.resolve("flights.csv");
        Files.writeString(flights, Files.readString(flights) + "2001-01-01 00:01,soon,1,LAS,PHL\n");

        try (var process = startFlights(directory)) {
            assertThat(process.exitStatus()).isEqualTo(1);
            assertThat(process.err()).contains("line 1002: delay is no whole number: 'soon'");
            assertThat(process.out()).isEmpty();
        }
        Files.writeString(flights, Files.readString(flights).replace("soon", "61"));
        try (var mended = startFlights(directory)) {
            mended.exitStatus();
            assertThat(mended.result().get("sentNow").asLong()).isEqualTo(1_001);
        }
    }

    @Test
    void shouldEndWithTheTotalsOfAnUndisturbedRunWhenKilledAtRandomMoments() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("shouldEndWithTheTotalsOfAnUndisturbedRunWhenKilledAtRandomMoments: seed " + seed);
        var random = new Random(seed);

        killOnce("flights", 1 + random.nextInt(150_000));
        killOnce("flights", 150_000 + random.nextInt(150_000));
        killOnce("flights-booked", 1 + random.nextInt(15_000));

        try (var process = startBundledFlights(0)) {
            assertThat(process.exitStatus()).as(process.err()).isZero();
            assertThat(totals(process.result())).isEqualTo(UNDISTURBED);
        }
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
        var dead = StreamSupport.stream(summary.get("deadLetters").spliterator(), false)
                .map(letter -> letter.asText().split(":")[0])
                .toList();
        return Stream.of("sent", "lost", "aggregateMatches", "airports", "lateFlights", "booked", "retried")
                        .map(field -> field + "=" + summary.get(field))
                        .collect(Collectors.joining(", "))
                + ", dead=" + dead;
    }

    private static PenstockProcess startFlights(Path directory) throws IOException {
        return startFlights(directory, directory.resolve("reference.csv"));
    }

    private static PenstockProcess startFlights(Path directory, Path reference, String... more) throws IOException {
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
                reference.toString()));
        arguments.addAll(List.of(more));
        return PenstockProcess.start(directory, arguments.toArray(String[]::new));
    }

    /** Kills the sample as soon as the topic holds so many messages. */
    private void killOnce(String topic, long messages) throws Exception {
        int port = freePort();
        try (var process = startBundledFlights(port)) {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(10))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> !process.isAlive() || messagesOf(topic, port) >= messages);
            assertThat(process.isAlive())
                    .as("killed before its end; it said %s", process.err())
                    .isTrue();
            process.kill();
        }
    }

    /** 0 as long as there is no such topic, or no server. */
    private static long messagesOf(String topic, int port) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/api/v1/destinations/" + topic));
        try {
            var response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == 200
                    ? JSON.readTree(response.body()).get("messages").asLong()
                    : 0;
        } catch (ConnectException e) {
            return 0;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private PenstockProcess startBundledFlights(int port) throws IOException {
        return PenstockProcess.start(
                directory,
                "sample",
                "flights",
                "--exit",
                "--json",
                "--port",
                Integer.toString(port),
                "--data",
                directory.resolve("killed").toString());
    }

    /** Flights of five airports, every tenth of them late, and their true totals. */
    private static void writeFlights(Path directory, int count) throws IOException {
        var random = new Random(count);
        var rows = new StringBuilder(HEADER);
        var totals = new TreeMap<String, long[]>();
        for (int row = 1; row <= count; row++) {
            String origin = "AP" + (char) ('A' + random.nextInt(5));
            int delay = row % 10 == 0 ? 61 + random.nextInt(100) : random.nextInt(61) - 20;
            rows.append("2001-01-01 00:01," + delay + "," + (100 + row % 1_000) + "," + origin + ",XYZ\n");
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

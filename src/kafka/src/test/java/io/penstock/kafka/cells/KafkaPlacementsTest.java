package io.penstock.kafka.cells;

import io.penstock.Destination;
import io.penstock.kafka.cluster.ChildJvm;
import io.penstock.kafka.cluster.TestKafka;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Tests that a name has one place, whoever else claims it at the same time, and whoever ends in the middle of that. */
class KafkaPlacementsTest {

    private static final int NAMES = 12;

    private final String installation = TestKafka.uniqueName();

    @TempDir
    private Path directory;

    private SharedPlaces open() {
        return new SharedPlaces(TestKafka.bootstrapServers(), installation);
    }

    /** Claims a name for a cell, and returns whose it is. */
    private static String claim(Placements placements, String name, String cell) {
        var found = new String[1];
        placements.change(places -> {
            var now = places.get(name);
            found[0] = now == null ? cell : now.cell();
            return now == null ? Map.of(name, Optional.of(CellPlace.in(cell))) : Map.of();
        });
        return found[0];
    }

    @Test
    void shouldTellEveryInstanceWhatOneHasWritten() {
        try (var one = open();
                var other = open()) {
            var told = new ConcurrentHashMap<String, CellPlace>();
            other.placements.follow((name, place) -> {
                if (place == null) {
                    told.remove(name);
                } else {
                    told.put(name, place);
                }
            });

            claim(one.placements, "orders", "main-2");
            other.placements.refresh().toCompletableFuture().join();
            assertThat(told).containsExactly(Map.entry("orders", CellPlace.in("main-2")));

            one.placements.change(places -> Map.of("orders", Optional.empty()));
            other.placements.refresh().toCompletableFuture().join();
            assertThat(told).isEmpty();
        }
    }

    @Test
    void shouldWriteNothingIfTheDecisionFails() {
        try (var places = open()) {
            assertThatThrownBy(() -> places.placements.change(known -> {
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");
            assertThat(claim(places.placements, "orders", "main-3")).isEqualTo("main-3");
        }
    }

    @Test
    void shouldGiveANameOneCellHoweverManyClaimItAtOnce() throws InterruptedException {
        try (var one = open();
                var two = open();
                var three = open()) {
            var begin = new CountDownLatch(1);
            var claims = new ArrayList<CompletableFuture<List<String>>>();
            for (var instance :
                    Map.of("main", one, "main-2", two, "main-3", three).entrySet()) {
                claims.add(CompletableFuture.supplyAsync(() -> {
                    awaitQuietly(begin);
                    return IntStream.range(0, NAMES)
                            .mapToObj(number -> claim(instance.getValue().placements, "q" + number, instance.getKey()))
                            .toList();
                }));
            }
            begin.countDown();

            var first = claims.get(0).join();
            assertThat(claims).allSatisfy(each -> assertThat(each.join()).isEqualTo(first));
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldDeclareADestinationInOneCellThoughPatternsDiffer() {
        try (var one = open();
                var other = open();
                var cells = LocalCells.links(directory, InstantSource.system(), 3)) {
            var second = new CellsBroker(
                    cells.links,
                    one.placements,
                    new PlacementRules(LocalCells.names(3), Map.of("#", "main-2")),
                    clock());
            var third = new CellsBroker(
                    cells.links,
                    other.placements,
                    new PlacementRules(LocalCells.names(3), Map.of("#", "main-3")),
                    clock());

            for (int i = 0; i < NAMES; i++) {
                var queue = Destination.queue("q" + i).build();
                var declaring = CompletableFuture.runAsync(() -> second.declare(queue));
                third.declare(queue);
                declaring.join();
            }

            for (int i = 0; i < NAMES; i++) {
                String name = "q" + i;
                assertThat(cells.links.stream()
                                .filter(cell -> cell.broker().destination(name).isPresent()))
                        .as("cells that have %s", name)
                        .hasSize(1);
                assertThat(second.destination(name)).isPresent().isEqualTo(third.destination(name));
            }
        }
    }

    private static InstantSource clock() {
        return InstantSource.system();
    }

    @Test
    void shouldEndWithOneCellWhereverAProcessWasKilled() throws IOException, InterruptedException {
        for (var step : KafkaPlacements.Step.values()) {
            String name = "of-" + step;
            assertThat(killedAt(step, name)).isZero();
            try (var places = open()) {
                // What was committed counts; what was not is undone by whoever claims next.
                assertThat(claim(places.placements, name, "main-3"))
                        .as("killed before %s", step)
                        .isEqualTo(step == KafkaPlacements.Step.TELL ? "main-2" : "main-3");
            }
        }
    }

    private int killedAt(KafkaPlacements.Step step, String name) throws IOException, InterruptedException {
        var process = ChildJvm.of(
                        ClaimMain.class, TestKafka.bootstrapServers(), installation, name, "main-2", step.name())
                .start("claim-" + installation + "-" + name + ".txt");
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}

package io.penstock.broker.delivery;

import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.Ordering;
import io.penstock.Subscription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/** A message that kills its process, among others that the process had as well. */
class SuspectsTest {

    private static final int PREFETCH = 10;

    private final List<Delivery> handed = new ArrayList<>();

    private static Subscription queue(Ordering ordering, int maxDeliveries) {
        return Subscription.ofQueue("q")
                .ordering(ordering)
                .maxDeliveries(maxDeliveries)
                .build();
    }

    private void consume(EngineHarness harness) {
        handed.clear();
        harness.consumer(ConsumerOptions.ofQueue("q", "c").build(), handed::addAll)
                .request(PREFETCH);
        harness.settle();
    }

    @Test
    void shouldHandOutOneByOneWhatAProcessHadWhenItDied() {
        var harness = new EngineHarness(1, queue(Ordering.NONE, 5), new Random(1));
        for (int i = 0; i < 5; i++) {
            harness.send(0, "k" + i, 0);
        }
        consume(harness);
        harness.restart(false);
        consume(harness);
        assertThat(handed).as("nothing is known of them yet").hasSize(5);
        harness.restart(false);

        consume(harness);
        assertThat(handed).extracting(Delivery::offset).containsExactly(0L);
        for (int i = 0; i < 5; i++) {
            assertThat(handed).hasSize(i + 1);
            handed.get(i).acceptAsync();
            harness.settle();
        }
        harness.send(0, "k", 0);
        harness.send(0, "k", 0);
        harness.settle();
        assertThat(handed).as("whatever came later goes out together").hasSize(7);
    }

    @Test
    void shouldHandOutTogetherWhatWasThereWhenTheBrokerWasShutDown() {
        var harness = new EngineHarness(1, queue(Ordering.NONE, 5), new Random(1));
        for (int i = 0; i < 5; i++) {
            harness.send(0, "k" + i, 0);
        }
        consume(harness);
        harness.restart(false);
        consume(harness);
        harness.restart(true);

        consume(harness);

        assertThat(handed).hasSize(5);
    }

    @Test
    void shouldGoOnWithTheNextWhenOneIsToBeRetriedLater() {
        var harness = new EngineHarness(1, queue(Ordering.NONE, 5), new Random(1));
        harness.send(0, "a", 0);
        harness.send(0, "b", 0);
        consume(harness);
        harness.restart(false);
        consume(harness);
        harness.restart(false);
        consume(harness);

        handed.get(0).failAsync(new IllegalStateException("not now"));
        harness.settle();

        assertThat(handed).extracting(Delivery::offset).containsExactly(0L, 1L);
    }

    @ParameterizedTest
    @CsvSource({
        "NONE, 1",
        "NONE, 2",
        "NONE, 3",
        "NONE, 5",
        "KEY, 1",
        "KEY, 3",
        "GROUP, 3",
        "PARTITION, 2",
        "PARTITION, 5"
    })
    void shouldMakeADeadLetterOfTheCulpritAlone(Ordering ordering, int maxDeliveries) {
        for (int seed = 0; seed < 40; seed++) {
            shouldMakeADeadLetterOfTheCulpritAlone(ordering, maxDeliveries, seed);
        }
    }

    private void shouldMakeADeadLetterOfTheCulpritAlone(Ordering ordering, int maxDeliveries, int seed) {
        var random = new Random(seed);
        int partitions = 1 + random.nextInt(3);
        var harness = new EngineHarness(partitions, queue(ordering, maxDeliveries), random);
        for (int i = 0; i < 30; i++) {
            harness.send(random.nextInt(partitions), "k" + random.nextInt(5), 0);
        }
        int culprit = random.nextInt(partitions);
        long at = harness.send(culprit, "k1", 0);
        for (int i = 0; i < 30; i++) {
            harness.send(random.nextInt(partitions), "k" + random.nextInt(5), 0);
        }

        Set<String> done = new HashSet<>();
        int deaths = 0;
        while (liveUntilTheCulpritComes(harness, culprit, at, random, done)) {
            deaths++;
            assertThat(deaths).as("seed %d", seed).isLessThanOrEqualTo(maxDeliveries + 1);
            harness.restart(false);
        }

        assertThat(harness.letters).as("seed %d", seed).hasSize(1);
        assertThat(done).as("seed %d", seed).hasSize(60);
        assertThat(deaths)
                .as("the first hand-out is not counted, seed %d", seed)
                .isEqualTo(maxDeliveries + 1);
    }

    /** False if it does not come any more. What was accepted just before it comes may or may not be known. */
    private static boolean liveUntilTheCulpritComes(
            EngineHarness harness, int culprit, long at, Random random, Set<String> done) {
        boolean[] died = new boolean[1];
        int[] accepted = new int[1];
        var consumer = harness.consumer(ConsumerOptions.ofQueue("q", "c").build(), deliveries -> {
            for (var each : deliveries) {
                died[0] |= each.partition() == culprit && each.offset() == at;
                if (died[0]) {
                    return;
                }
                each.acceptAsync();
                accepted[0]++;
                done.add(each.message().id());
            }
        });
        int settled = 0;
        consumer.request(PREFETCH);
        for (int turn = 0; turn < 1_000; turn++) {
            harness.turn();
            if (died[0]) {
                harness.journal(random.nextInt(2), false);
                return true;
            }
            harness.journal(Integer.MAX_VALUE, true);
            if (accepted[0] > settled) {
                consumer.request(accepted[0] - settled);
                settled = accepted[0];
            }
        }
        return false;
    }
}

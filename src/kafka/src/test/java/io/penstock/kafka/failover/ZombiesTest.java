package io.penstock.kafka.failover;

import io.penstock.kafka.cluster.KafkaCluster;
import io.penstock.kafka.cluster.TestKafka;
import io.penstock.kafka.owner.OwnershipRules;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import java.time.Duration;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Owners that are stalled for longer than their lease, and go on where they were. {@code -Dpenstock.zombies=600} has
 * them contend for ten minutes, {@code -Dpenstock.seed=S} stalls them at the same times again.
 */
class ZombiesTest {

    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("penstock.zombies", 30));
    /** The longest time for which one cell is contended for: what is older is given up, and cannot be compared. */
    private static final Duration LONGEST_ROUND = Duration.ofSeconds(120);

    private static final Duration CONTROL = Duration.ofSeconds(120);
    private static final Duration LEASE = Duration.ofMillis(700);
    private static final int ENOUGH = 100;

    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final Quiet quiet = new Quiet();
    private final long seed = Long.getLong("penstock.seed", new Random().nextInt());

    @AfterEach
    void close() {
        quiet.close();
    }

    @Test
    void shouldTellNobodyWhatAnotherOwnerDoesNotKnow() throws Exception {
        // Half of the time without transactions, which would tell owners early that they were replaced.
        int rounds = 2 * (int) (1 + (TIME.toSeconds() - 1) / (2 * LONGEST_ROUND.toSeconds()));
        for (int round = 0; round < rounds; round++) {
            contend(cell(OwnershipRules.ALL), TIME.dividedBy(rounds), seed + round, round % 2 == 0);
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "penstock.kafka.all", matches = "true")
    void shouldDoSoOnThreeBrokersOfKafka() throws Exception {
        try (var kafka = KafkaCluster.start(3)) {
            contend(new Cell(kafka.bootstrapServers(), "one", LEASE, 3, OwnershipRules.ALL), TIME, seed, true);
            contend(new Cell(kafka.bootstrapServers(), "two", LEASE, 3, OwnershipRules.ALL), TIME, seed, false);
        }
    }

    private static void contend(Cell cell, Duration time, long seed, boolean transactions) throws InterruptedException {
        var zombies = new Zombies(cell, seed);
        if (!transactions) {
            zombies.withoutTransactions();
        }

        // A machine that has much else to do needs longer until enough is sent.
        long begin = System.nanoTime();
        zombies.run(
                LONGEST,
                () -> System.nanoTime() - begin > time.toNanos()
                        && zombies.ledger().count() > ENOUGH);
        System.out.println(zombies);
        zombies.ledger().compare(cell, transactions);

        assertThat(zombies.ledger().violations()).as(zombies.toString()).isEmpty();
        assertThat(zombies.ledger().count()).as(zombies.toString()).isGreaterThan(ENOUGH);
    }

    @Test
    void shouldBeFoundOutWhenOwnersDoNotLookWhetherTheyStillOwnTheCell() throws Exception {
        var zombies = new Zombies(cell(new OwnershipRules(false, false)), seed).withoutTransactions();

        zombies.run(CONTROL, () -> zombies.ledger().hasViolations());

        System.out.println(
                "Without the rules, " + zombies + "; " + zombies.ledger().violations());
        assertThat(zombies.ledger().violations()).as(zombies.toString()).isNotEmpty();
    }

    private static Cell cell(OwnershipRules rules) {
        return new Cell(TestKafka.bootstrapServers(), TestKafka.uniqueName(), LEASE, 1, rules);
    }
}

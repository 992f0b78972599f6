package io.penstock.connector;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

import static org.assertj.core.api.Assertions.assertThat;

class CreditTest {

    private final AtomicLong millis = new AtomicLong();
    private final InstantSource clock = () -> Instant.ofEpochMilli(millis.get());

    private Credit credit(int maxUnsettled) {
        return new Credit(1, maxUnsettled, 0, clock);
    }

    private static void passOn(Credit credit, int messages) {
        credit.arrive(messages);
        for (int i = 0; i < messages; i++) {
            credit.emit(1);
        }
    }

    @Test
    void shouldTakeNothingWithoutDemand() {
        assertThat(credit(10).take()).isZero();
    }

    @Test
    void shouldTakeWhatIsDemandedOnlyOnce() {
        var credit = credit(10);
        credit.demand(3);

        assertThat(credit.take()).isEqualTo(3);
        assertThat(credit.take()).isZero();
    }

    @Test
    void shouldTakeNoMoreThanMayBeUnsettled() {
        var credit = credit(4);
        credit.demand(10);

        assertThat(credit.take()).isEqualTo(4);
        passOn(credit, 4);
        assertThat(credit.take()).isZero();
        credit.settle(2);
        assertThat(credit.take()).isEqualTo(2);
    }

    @Test
    void shouldKeepUnboundedDemandUnbounded() {
        var credit = credit(1);
        credit.demand(Long.MAX_VALUE);
        credit.demand(Long.MAX_VALUE);

        for (int i = 0; i < 5; i++) {
            assertThat(credit.take()).isEqualTo(1);
            passOn(credit, 1);
            credit.settle(1);
        }
    }

    @Test
    void shouldTakeAheadWhatAQuickConsumerWorksOffInTenMilliseconds() {
        var credit = new Credit(1, 1_000, 100, clock);
        credit.demand(1);
        assertThat(credit.take()).as("nothing is known of the consumer yet").isEqualTo(1);

        // when it has worked off one in two milliseconds
        passOn(credit, 1);
        credit.settle(1);
        millis.addAndGet(2);
        credit.demand(1);

        // then one for it, and five ahead
        assertThat(credit.take()).isEqualTo(6);
    }

    @Test
    void shouldTakeNothingAheadForASlowConsumer() {
        var credit = new Credit(1, 1_000, 100, clock);
        credit.demand(1);
        credit.take();
        passOn(credit, 1);
        credit.settle(1);
        millis.addAndGet(11);
        credit.demand(1);

        assertThat(credit.take()).isEqualTo(1);
    }

    @Test
    void shouldTakeNoMoreAheadThanAllowed() {
        var credit = new Credit(1, 1_000, 3, clock);
        credit.demand(50);
        credit.take();
        passOn(credit, 50);
        credit.settle(50);
        credit.demand(1);

        assertThat(credit.take()).isEqualTo(4);
    }

    @Test
    void shouldNotAskAgainWhileHalfOfWhatIsTakenAheadIsThere() {
        var credit = new Credit(1, 1_000, 10, clock);
        credit.demand(10);
        credit.take();
        passOn(credit, 10);
        credit.settle(10);
        credit.demand(1);
        assertThat(credit.take()).isEqualTo(11);
        credit.arrive(11);

        for (int left = 10; left > 5; left--) {
            credit.emit(1);
            credit.demand(1);
            assertThat(credit.take()).as("%d are left", left).isZero();
        }
        credit.emit(1);
        credit.demand(1);
        assertThat(credit.take()).isPositive();
    }

    @Test
    void shouldTakeWholeBatches() {
        var credit = new Credit(20, 1_000, 0, clock);
        credit.demand(2);

        assertThat(credit.take()).isEqualTo(40);
    }

    @Test
    void shouldNeverExceedDemandNorLimitWhateverHappens() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        var credit = credit(7);
        long demanded = 0;
        long taken = 0;
        long passedOn = 0;
        long settled = 0;

        for (int step = 0; step < 10_000; step++) {
            if (random.nextInt(3) == 0) {
                int more = 1 + random.nextInt(5);
                credit.demand(more);
                demanded += more;
            }
            if (taken > passedOn && random.nextBoolean()) {
                passOn(credit, 1);
                passedOn++;
            }
            if (passedOn > settled && random.nextBoolean()) {
                credit.settle(1);
                settled++;
            }
            taken += credit.take();

            assertThat(taken).as("seed %d, step %d", seed, step).isEqualTo(Math.min(demanded, settled + 7));
        }
    }
}

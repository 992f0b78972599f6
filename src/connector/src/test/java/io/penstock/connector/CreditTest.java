package io.penstock.connector;

import org.junit.jupiter.api.Test;

import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class CreditTest {

    @Test
    void shouldTakeNothingWithoutDemand() {
        assertThat(new Credit(10).take()).isZero();
    }

    @Test
    void shouldTakeWhatIsDemandedOnlyOnce() {
        var credit = new Credit(10);
        credit.demand(3);

        assertThat(credit.take()).isEqualTo(3);
        assertThat(credit.take()).isZero();
    }

    @Test
    void shouldTakeNoMoreThanMayBeUnsettled() {
        var credit = new Credit(4);
        credit.demand(10);

        assertThat(credit.take()).isEqualTo(4);
        credit.settle();
        credit.settle();
        assertThat(credit.take()).isEqualTo(2);
    }

    @Test
    void shouldKeepUnboundedDemandUnbounded() {
        var credit = new Credit(1);
        credit.demand(Long.MAX_VALUE);
        credit.demand(Long.MAX_VALUE);

        for (int i = 0; i < 5; i++) {
            assertThat(credit.take()).isEqualTo(1);
            credit.settle();
        }
    }

    @Test
    void shouldNeverExceedDemandNorLimitWhateverHappens() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        var credit = new Credit(7);
        long demanded = 0;
        long taken = 0;
        long settled = 0;

        for (int step = 0; step < 10_000; step++) {
            if (random.nextInt(3) == 0) {
                int more = 1 + random.nextInt(5);
                credit.demand(more);
                demanded += more;
            }
            if (taken > settled && random.nextBoolean()) {
                credit.settle();
                settled++;
            }
            taken += credit.take();

            assertThat(taken).as("seed %d, step %d", seed, step).isEqualTo(Math.min(demanded, settled + 7));
        }
    }
}

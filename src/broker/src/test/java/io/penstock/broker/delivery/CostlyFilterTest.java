package io.penstock.broker.delivery;

import io.penstock.Message;
import io.penstock.broker.filter.Filter;
import io.penstock.broker.filter.Work;
import org.junit.jupiter.api.Test;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/** A filter that costs much takes from the turns of its own subscription, counted in steps: no clock is asked. */
class CostlyFilterTest {

    private static final int RECORDS = 64;
    private static final String LONG = "a".repeat(19_000);

    /** It matches in the end. */
    private static final String COSTLY = IntStream.range(0, 31)
                    .mapToObj(i -> "h LIKE '%" + "a_".repeat(400) + "b" + i + "%'")
                    .collect(Collectors.joining(" OR "))
            + " OR h IS NOT NULL";

    @Test
    void shouldServeAnInnocentQueueInFullBetweenTwoTurnsOfACostlyFilter() {
        var costly = new SubscriptionParts();
        var innocent = new SubscriptionParts();
        for (int i = 0; i < RECORDS; i++) {
            costly.records.send(Message.to("q").header("h", LONG), 0);
            innocent.records.send("a");
        }
        costly.consumer(COSTLY, RECORDS);
        innocent.consumer(null, RECORDS);

        costly.turn();
        innocent.turn();

        assertThat(innocent.handed).hasSize(RECORDS);
        assertThat(costly.handed).hasSizeLessThanOrEqualTo(mostOfATurn());
    }

    @Test
    void shouldServeTheCostlyOneTooTurnByTurn() {
        var costly = new SubscriptionParts();
        for (int i = 0; i < RECORDS; i++) {
            costly.records.send(Message.to("q").header("h", LONG), 0);
        }
        costly.consumer(COSTLY, RECORDS);

        int turns = 0;
        while (costly.handed.size() < RECORDS) {
            int before = costly.handed.size();
            costly.turn();
            turns++;
            assertThat(costly.handed.size() - before).isBetween(1, mostOfATurn());
        }

        assertThat(turns).isGreaterThanOrEqualTo(RECORDS / mostOfATurn());
    }

    /** As many as the steps of a turn are enough for, and the one with which they are used up. */
    private static int mostOfATurn() {
        var work = new Work();
        assertThat(Filter.parse(COSTLY).matches(name -> LONG, work)).isTrue();
        long most = (long) HandOut.MAX_PER_TURN * HandOut.STEPS_OF_A_RECORD / work.takeSteps() + 1;
        assertThat(most).as("it is a costly filter").isLessThan(RECORDS / 4);
        return (int) most;
    }
}

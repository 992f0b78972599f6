package io.penstock.server.sample.flashsale;

import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class BacklogTest {

    private final OrderBacklog backlog = new OrderBacklog();

    @Test
    void shouldDrawHowItRoseAndFell() {
        for (long waiting : new long[] {0, 400, 800, 400, 0}) {
            backlog.add(waiting, waiting);
        }

        assertThat(OrderBacklog.chart(backlog.curve()))
                .containsExactly(
                        "      800 |  #",
                        "      700 |  #",
                        "      600 |  #",
                        "      500 |  #",
                        "      400 | ###",
                        "      300 | ###",
                        "      200 | ###",
                        "      100 | ###",
                        "          +-----",
                        "           0.0 s to 0.0 s after the first order");
    }

    @Test
    void shouldKeepABoundedNumberOfSamplesOfTheWholeTime() {
        for (int i = 0; i <= 100_000; i++) {
            backlog.add(i, i);
        }

        assertThat(backlog.max()).isEqualTo(100_000);
        assertThat(backlog.curve())
                .hasSize(OrderBacklog.COLUMNS)
                .extracting(OrderBacklog.Sample::waiting)
                .isSorted()
                .first()
                .isEqualTo(0L);
        assertThat(backlog.curve().get(OrderBacklog.COLUMNS - 1).waiting()).isGreaterThan(99_000);
    }

    @Test
    void shouldDrawNothingWhenNobodyWaited() {
        backlog.add(0, 0);

        assertThat(OrderBacklog.chart(backlog.curve())).isEqualTo(List.of("nobody ever waited"));
    }
}

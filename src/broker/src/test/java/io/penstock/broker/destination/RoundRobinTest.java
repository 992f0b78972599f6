package io.penstock.broker.destination;

import io.penstock.Destination;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class RoundRobinTest {

    private static final int WIDTH = 3;

    private final PartitionTable partitions = TestDestinations.of(
                    Destination.topic("events").partitions(WIDTH).build())
            .partitions();

    @Test
    void shouldGoToEachPartitionInTurnIfEachMessageIsWrittenAtOnce() {
        assertThat(route(2 * WIDTH, true)).containsExactly(0, 1, 2, 0, 1, 2);
    }

    @Test
    void shouldKeepTogetherWhatIsNotWrittenYet() {
        assertThat(route(5, false)).containsOnly(0);
    }

    @Test
    void shouldGoOnAfterEnoughEvenIfNothingIsWritten() {
        var routed = route(WIDTH * RoundRobin.MAX_MESSAGES, false);

        for (int i = 0; i < routed.size(); i++) {
            assertThat(routed.get(i)).isEqualTo(i / RoundRobin.MAX_MESSAGES);
        }
        assertThat(route(1, false)).containsExactly(0);
    }

    @Test
    void shouldKeepWithinATableOfFewerPartitionsThatSomebodyStillHas() {
        var grown = partitions.growing(
                TestDestinations.of(Destination.queue("grown").build()),
                new RouteChange(WIDTH, 2 * WIDTH, WIDTH, null),
                () -> 1);
        for (int i = 0; i <= WIDTH * RoundRobin.MAX_MESSAGES; i++) {
            grown.route(null, 0);
        }
        assertThat(grown.route(null, 0).index()).isEqualTo(WIDTH);

        assertThat(partitions.route(null, 0).index()).isZero();
    }

    private List<Integer> route(int messages, boolean isWritten) {
        var routed = new ArrayList<Integer>();
        for (int i = 0; i < messages; i++) {
            var to = partitions.route(null, 0);
            routed.add(to.index());
            if (isWritten) {
                to.endOffset(to.endOffset() + 1);
            }
        }
        return routed;
    }
}

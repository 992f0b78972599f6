package io.penstock.broker.delivery;

import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.Message;
import io.penstock.Subscription;
import io.penstock.broker.subscription.LocalConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/** What is given back comes in its old place, also where others were passed over meanwhile. */
class OvertakingTest {

    private final EngineHarness harness =
            new EngineHarness(1, Subscription.ofQueue("q").build(), new Random(1));
    private final List<Delivery> reds = new ArrayList<>();
    private final List<Delivery> blues = new ArrayList<>();
    private final LocalConsumer red = member("color = 'red'", reds);
    private final LocalConsumer blue = member("color = 'blue'", blues);

    private LocalConsumer member(String filter, List<Delivery> handed) {
        var options = ConsumerOptions.ofQueue("q", "c")
                .lease(Duration.ZERO)
                .filter(filter)
                .build();
        var member = harness.consumer(options, handed::addAll);
        return member;
    }

    private static List<Long> offsets(List<Delivery> deliveries) {
        return deliveries.stream().map(Delivery::offset).toList();
    }

    /** The red consumer holds the first two, and was passed over with the third. */
    @BeforeEach
    void passOver() {
        for (String color : List.of("red", "red", "red", "blue", "red")) {
            harness.send(0, Message.to("q").header("color", color), 0);
        }
        red.request(2);
        blue.request(2);
        harness.settle();
        assertThat(offsets(reds)).containsExactly(0L, 1L);
        assertThat(offsets(blues)).containsExactly(3L);
    }

    private void giveBack() {
        reds.forEach(delivery -> delivery.releaseAsync(Duration.ZERO, false));
        harness.turn();
        harness.journal(Integer.MAX_VALUE, true);
        reds.clear();
    }

    @Test
    void shouldNotBringWhatWasPassedOverBeforeWhatIsGivenBack() {
        giveBack();
        red.request(4);

        harness.turn();
        assertThat(reds).as("while the markers are journaled").isEmpty();
        harness.settle();

        assertThat(offsets(reds)).containsExactly(0L, 1L, 2L, 4L);
        assertThat(reds).extracting(Delivery::deliveries).containsExactly(2, 2, 1, 1);
    }

    @Test
    void shouldNotBringWhatIsNewBeforeWhatIsGivenBackAndWaitsForRoom() {
        giveBack();
        red.request(1);
        harness.settle();
        assertThat(offsets(reds)).containsExactly(0L);

        harness.send(0, Message.to("q").header("color", "red"), 0);
        red.request(4);
        harness.settle();

        assertThat(offsets(reds)).containsExactly(0L, 1L, 2L, 4L, 5L);
    }

    /** As when a client closes its consumer, and later gives back what it had received by then. */
    @Test
    void shouldNotBringWhatIsMarkedAlreadyBeforeWhatIsGivenBackLater() {
        var first = reds.get(0);
        reds.get(1).releaseAsync(Duration.ZERO, false);
        harness.turn();
        harness.journal(Integer.MAX_VALUE, true);
        reds.clear();
        red.request(1);
        harness.turn();
        red.pause();
        harness.settle();
        assertThat(reds).as("once its marker is journaled nobody asks for it").isEmpty();

        first.releaseAsync(Duration.ZERO, false);
        harness.turn();
        harness.journal(Integer.MAX_VALUE, true);
        red.request(2);
        harness.turn();
        assertThat(reds).as("while the marker of the first is journaled").isEmpty();
        harness.settle();

        assertThat(offsets(reds)).containsExactly(0L, 1L);
    }

    @Test
    void shouldBringToOthersWhatIsTheirsOnceTheMarkersAreJournaled() {
        giveBack();
        red.request(1);
        harness.send(0, Message.to("q").header("color", "blue"), 0);

        harness.settle();

        assertThat(offsets(reds)).containsExactly(0L);
        assertThat(offsets(blues)).containsExactly(3L, 5L);
    }
}

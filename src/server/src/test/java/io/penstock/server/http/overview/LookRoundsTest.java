package io.penstock.server.http.overview;

import io.penstock.Broker;
import io.penstock.Destination;
import io.penstock.DestinationStatistics;
import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.broker.BrokerOptions;
import io.penstock.broker.EmbeddedBroker;
import io.penstock.spi.ForwardingBroker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

class LookRoundsTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    @TempDir
    Path directory;

    private Broker broker;
    private long now = 1;
    private long nanosOfALook;
    private LookRounds rounds;

    @BeforeEach
    void open() {
        broker = EmbeddedBroker.open(BrokerOptions.in(directory).withDurability(Durability.OS));
        rounds = new LookRounds(broker, () -> now += nanosOfALook);
    }

    @AfterEach
    void close() {
        broker.close();
    }

    private void declare(int number) {
        for (int i = 0; i < number; i++) {
            broker.declare(Destination.queue("d" + i).build());
        }
    }

    private List<String> round(String... watched) {
        now += SECOND;
        var looked = new ArrayList<String>();
        rounds.round(Set.of(watched), look -> looked.add(look.name()));
        return looked;
    }

    @Test
    void shouldLookAtAllInEachRoundWhereThereAreFew() {
        declare(20);

        assertThat(round()).hasSize(20);
        assertThat(round()).hasSize(20);
    }

    @Test
    void shouldLookAtTheOthersThoughOneFails() {
        declare(3);
        rounds = new LookRounds(
                new ForwardingBroker(broker) {
                    @Override
                    public DestinationStatistics statistics(String destination) {
                        if (destination.equals("d1")) {
                            throw new IllegalStateException("damaged");
                        }
                        return super.statistics(destination);
                    }
                },
                () -> now);

        assertThat(round()).containsExactlyInAnyOrder("d0", "d2");
        assertThat(round()).containsExactlyInAnyOrder("d0", "d2");
    }

    @Test
    void shouldLookLessOftenWhereNothingHappensAndThereAreMany() {
        declare(LookRounds.ALL_EACH_ROUND + 1);
        assertThat(round()).hasSize(LookRounds.ALL_EACH_ROUND + 1);
        assertThat(round("d7")).containsExactly("d7");

        broker.send(Message.to("d3").body("x").build());
        for (int i = 0; i < 3; i++) {
            assertThat(round()).isEmpty();
        }
        assertThat(round()).hasSize(LookRounds.ALL_EACH_ROUND).contains("d3").doesNotContain("d7");
        assertThat(round()).contains("d3", "d7").hasSize(2);
    }

    @Test
    void shouldStopARoundAfterItsTimeAndGoOnWithThoseThatHaveWaitedLongest() {
        declare(30);
        // Each look asks for the time twice: before it, and for its rate.
        nanosOfALook = LookRounds.LONGEST_ROUND.toNanos() / 20;
        var first = round();
        var second = round();
        var third = round();

        assertThat(first).hasSize(10);
        assertThat(second).hasSize(10).doesNotContainAnyElementsOf(first);
        assertThat(third).hasSize(10).doesNotContainAnyElementsOf(first).doesNotContainAnyElementsOf(second);
        assertThat(round()).containsExactlyElementsOf(first);
    }
}

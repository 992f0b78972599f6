package io.penstock.server.http.overview;

import io.penstock.Binding;
import io.penstock.Broker;
import io.penstock.BrokerHealth;
import io.penstock.ConsumerOptions;
import io.penstock.DeadLetterPolicy;
import io.penstock.DeadLetterReason;
import io.penstock.Destination;
import io.penstock.Durability;
import io.penstock.ExchangeType;
import io.penstock.Message;
import io.penstock.Subscription;
import io.penstock.broker.BrokerOptions;
import io.penstock.broker.EmbeddedBroker;
import io.penstock.conformance.tool.ManualClock;
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

class OverviewSamplerTest {

    @TempDir
    Path directory;

    private final ManualClock clock = new ManualClock();
    private final List<OverviewViewer.Round> told = new ArrayList<>();
    private Broker broker;
    private OverviewSampler sampler;

    @BeforeEach
    void open() {
        broker = EmbeddedBroker.open(BrokerOptions.in(directory).withDurability(Durability.OS), clock);
        sampler = new OverviewSampler(
                broker, clock, () -> clock.millis() * 1_000_000, new ServerState(broker, directory));
        sampler.add(new OverviewViewer() {
            @Override
            public Set<String> watched() {
                return Set.of();
            }

            @Override
            public void told(Round round) {
                told.add(round);
            }
        });
    }

    @AfterEach
    void close() {
        broker.close();
    }

    private OverviewViewer.Round sampleAfter(int seconds) {
        clock.advance(Duration.ofSeconds(seconds));
        sampler.sample();
        return told.get(told.size() - 1);
    }

    private void send(String destination, int number) {
        for (int i = 0; i < number; i++) {
            broker.send(Message.to(destination).body("x").build());
        }
    }

    private void take(String queue, int number) throws Exception {
        try (var consumer = broker.consume(ConsumerOptions.ofQueue(queue, "c").build())) {
            for (int i = 0; i < number; i++) {
                consumer.receive(Duration.ofMinutes(1)).orElseThrow().accept();
            }
        }
    }

    @Test
    void shouldTellRatesOfTheTimeBetweenTwoLooks() throws Exception {
        broker.declare(Destination.queue("orders").build());
        send("orders", 10);
        sampleAfter(1);
        send("orders", 30);
        take("orders", 6);
        var round = sampleAfter(3);

        var row = round.row().apply("orders");
        assertThat(row.in()).isEqualTo(10);
        assertThat(row.out()).isEqualTo(2);
        assertThat(row.waiting()).isEqualTo(34);
        assertThat(row.oldestAgeMillis()).isEqualTo(4_000);
        assertThat(round.overview().in()).isEqualTo(10);
        assertThat(round.overview().out()).isEqualTo(2);
        assertThat(round.overview().waiting()).isEqualTo(34);
        assertThat(round.overview().oldestAgeMillis()).isEqualTo(4_000);
        assertThat(round.overview().health().state()).isEqualTo(BrokerHealth.State.RUNNING);
        assertThat(round.overview().health().reasons()).isEmpty();
        assertThat(round.overview().firing()).isZero();
        assertThat(round.overview().diskFreeBytes())
                .isBetween(1L, round.overview().diskTotalBytes());
        assertThat(sampler.history()
                        .all(Resolution.SECONDS, clock.instant())
                        .series()
                        .in())
                .endsWith(0.0, null, null, 10.0);
    }

    @Test
    void shouldCountWhatWasSentSinceADestinationWasDeclaredBetweenTwoRounds() {
        sampleAfter(1);
        broker.declare(Destination.queue("orders").build());
        send("orders", 6);

        assertThat(sampleAfter(2).overview().in()).isEqualTo(3);
    }

    @Test
    void shouldTellNoRatesOfWhatHappenedBeforeItLooked() {
        broker.declare(Destination.queue("orders").build());
        send("orders", 6);

        assertThat(sampleAfter(1).overview().in()).isZero();
    }

    @Test
    void shouldBeginAnewWithADestinationThatWasDeclaredAgain() {
        broker.declare(Destination.queue("orders").build());
        sampleAfter(1);
        send("orders", 9);
        sampleAfter(1);
        broker.operations().delete("orders", false, "ada");
        broker.declare(Destination.queue("orders").build());
        send("orders", 4);

        assertThat(sampleAfter(2).row().apply("orders").in()).isEqualTo(2);
    }

    @Test
    void shouldForgetADestinationThatIsGone() {
        broker.declare(Destination.queue("orders").build());
        send("orders", 1);
        assertThat(sampleAfter(1).destinations()).containsExactly("orders");
        broker.operations().delete("orders", false, "ada");
        var round = sampleAfter(1);

        assertThat(round.row().apply("orders")).isNull();
        assertThat(round.destinations()).isEmpty();
        assertThat(round.overview().waiting()).isZero();
    }

    @Test
    void shouldCountDeadLettersForTheDestinationThatTheyComeFromAndForNothingElse() throws Exception {
        broker.declare(Destination.topic("prices").build());
        broker.declare(Destination.queue("problems").build());
        for (var name : List.of("a", "b")) {
            broker.declare(Subscription.ofTopic("prices", name)
                    .deadLetter(DeadLetterPolicy.to("problems").build())
                    .build());
        }
        send("prices", 3);
        try (var consumer =
                broker.consume(ConsumerOptions.ofTopic("prices", "a", "c").build())) {
            consumer.receive(Duration.ofMinutes(1)).orElseThrow().reject(DeadLetterReason.REJECTED, "no", null);
        }
        clock.advance(Duration.ofSeconds(10));
        var round = sampleAfter(1);

        assertThat(round.row().apply("prices").deadLetters()).isEqualTo(1);
        assertThat(round.row().apply("problems").waiting()).isEqualTo(1);
        assertThat(round.overview().deadLetters()).isEqualTo(1);
        assertThat(round.overview().waiting()).isEqualTo(5);
    }

    @Test
    void shouldCountWhatAnExchangeSendsOnOnlyWhereItArrives() {
        broker.declare(Destination.queue("orders").build());
        broker.declare(Destination.exchange("events", ExchangeType.FANOUT).build());
        broker.bind(Binding.all("events", "orders").build());
        sampleAfter(1);
        send("events", 4);
        var round = sampleAfter(2);

        assertThat(round.row().apply("events").in()).isEqualTo(2);
        assertThat(round.row().apply("events").out()).isEqualTo(2);
        assertThat(round.overview().in()).isEqualTo(2);
    }

    @Test
    void shouldSayThatNothingIsKnownWhileTheBrokerCannotBeAsked() {
        broker.declare(Destination.queue("orders").build());
        sampleAfter(1);
        broker.close();
        var round = sampleAfter(1);

        assertThat(round.destinations()).isNull();
        assertThat(round.overview().in()).isNull();
        assertThat(round.overview().health().state()).isEqualTo(BrokerHealth.State.CLOSED);
        assertThat(round.overview().health().reasons()).containsExactly("Closed.");
        assertThat(sampler.history()
                        .all(Resolution.SECONDS, clock.instant())
                        .series()
                        .in())
                .endsWith(0.0, (Double) null);
    }
}

package io.penstock.server.sample;

import io.penstock.Broker;
import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.Message;
import io.penstock.StartPosition;
import io.penstock.StoredMessage;
import io.penstock.Subscription;
import io.penstock.broker.BrokerOptions;
import io.penstock.broker.EmbeddedBroker;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ReplayTest {

    private static final String TOPIC = "numbers";
    private static final String SUBSCRIPTION = "adder";
    private static final int MESSAGES = 40;

    @TempDir
    Path directory;

    private Broker broker;

    @BeforeEach
    void open() {
        broker = EmbeddedBroker.open(BrokerOptions.in(directory));
        broker.declare(Destination.topic(TOPIC).partitions(4).build());
        broker.declare(Subscription.ofTopic(TOPIC, SUBSCRIPTION)
                .start(StartPosition.EARLIEST)
                .build());
        for (int number = 0; number < MESSAGES; number++) {
            broker.send(Message.to(TOPIC).key("k" + number).body("" + number).build());
        }
    }

    @AfterEach
    void close() {
        broker.close();
    }

    @Test
    void shouldReadEverythingOfEveryPartition() {
        assertThat(numbers(new TopicReplay(broker, TOPIC)::all))
                .hasSize(MESSAGES)
                .doesNotHaveDuplicates();
    }

    @Test
    void shouldTellApartWhatASubscriptionHasSettledAndWhatItHasNot() {
        var accepted = acceptEvenNumbers();

        var settled = numbers(reader -> new TopicReplay(broker, TOPIC).settledBy(SUBSCRIPTION, reader));
        var waiting = numbers(reader -> new TopicReplay(broker, TOPIC).waitingFor(SUBSCRIPTION, reader));

        assertThat(settled).containsExactlyInAnyOrderElementsOf(accepted).hasSize(MESSAGES / 2);
        assertThat(waiting).hasSize(MESSAGES / 2).doesNotContainAnyElementsOf(accepted);
    }

    @Test
    void shouldReadNothingOfWhatDoesNotExist() {
        assertThat(numbers(new TopicReplay(broker, "unheard-of")::all)).isEmpty();
    }

    @Test
    void shouldContinueARunOnlyWithItsOwnParameters() {
        var run = new RunRecord(broker, "run");

        assertThat(run.beginOrContinue("seed 1")).isFalse();
        assertThat(run.beginOrContinue("seed 1")).isTrue();
        assertThatThrownBy(() -> run.beginOrContinue("seed 2"))
                .isInstanceOf(SampleProblem.class)
                .hasMessageContaining("seed 1")
                .hasMessageContaining("seed 2");
    }

    @Test
    void shouldSendEverythingThroughANarrowWindow() {
        var sender = new WindowedSender(broker, 3, System::nanoTime);

        for (int number = 0; number < 50; number++) {
            sender.send(Message.to(TOPIC).body("more").build());
        }
        sender.awaitAcknowledgements();

        assertThat(sender.acknowledged()).isEqualTo(50);
        assertThat(broker.statistics(TOPIC).messages()).isEqualTo(MESSAGES + 50);
        assertThat(sender.latencies().maxMillis()).isPositive();
    }

    @Test
    void shouldStopSendingWhenTheLogRefuses() {
        var sender = new WindowedSender(broker, 3, System::nanoTime);
        sender.send(Message.to("unheard-of").body("x").build());

        assertThatThrownBy(sender::awaitAcknowledgements)
                .isInstanceOf(SampleProblem.class)
                .hasMessageContaining("unheard-of");
    }

    private List<Integer> acceptEvenNumbers() {
        var seen = new CopyOnWriteArrayList<Integer>();
        var accepted = new CopyOnWriteArrayList<Integer>();
        try (var consumer = broker.consume(
                ConsumerOptions.ofTopic(TOPIC, SUBSCRIPTION, "test").build(), deliveries -> {
                    for (Delivery delivery : deliveries) {
                        int number = Integer.parseInt(delivery.message().bodyText());
                        seen.add(number);
                        if (number % 2 == 0) {
                            delivery.acceptAsync().thenRun(() -> accepted.add(number));
                        }
                    }
                })) {
            consumer.request(MESSAGES);
            Awaitility.await().until(() -> seen.size() == MESSAGES && accepted.size() == MESSAGES / 2);
        }
        return accepted;
    }

    private static List<Integer> numbers(Consumer<Consumer<StoredMessage>> replay) {
        var numbers = new ArrayList<Integer>();
        replay.accept(stored -> numbers.add(Integer.parseInt(stored.message().bodyText())));
        return numbers;
    }
}

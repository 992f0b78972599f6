package io.penstock.kafka;

import io.penstock.ConsumerOptions;
import io.penstock.Destination;
import io.penstock.DestinationKind;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.kafka.cluster.TestKafka;
import io.penstock.kafka.instance.CellState;
import io.penstock.kafka.instance.CellStatus;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Tests instances of an installation of several cells in a real Kafka. */
class SeveralCellsTest {

    private static final Duration PATIENCE = KafkaEngines.PATIENCE;
    private static final List<String> CELLS = List.of("main", "main-2", "main-3");

    private final String installation = TestKafka.uniqueName();

    private KafkaOptions.Builder options() {
        return KafkaEngines.options(installation).lease(Duration.ofSeconds(2)).cells(3);
    }

    private static KafkaBroker open(KafkaOptions.Builder options) {
        return KafkaBroker.open(options.build(), KafkaEngines.ENGINE);
    }

    private static List<String> owned(KafkaBroker broker) {
        return broker.cells().stream()
                .filter(each -> each.state() == CellState.OWNER)
                .map(CellStatus::cell)
                .toList();
    }

    private static Message message(String destination, String body) {
        return Message.to(destination).body(body).build();
    }

    private static String receive(KafkaBroker broker, String queue) throws InterruptedException {
        try (var consumer = broker.consume(ConsumerOptions.ofQueue(queue, "c").build())) {
            var delivery = consumer.receive(PATIENCE).orElseThrow();
            delivery.accept();
            return delivery.message().bodyText();
        }
    }

    @Test
    void shouldServeAllCellsThroughEveryInstanceAndSpreadThem() throws InterruptedException {
        try (var first = open(options().placement("two.#", "main-2"))) {
            Stream.of("a", "b", "c", "two.a")
                    .forEach(each -> first.declare(Destination.queue(each).build()));
            try (var second = open(options().placement("#", "main-3"));
                    var client = open(options().role(KafkaRole.CLIENT))) {
                await().atMost(PATIENCE).untilAsserted(() -> {
                    assertThat(owned(first)).isNotEmpty();
                    assertThat(owned(second)).isNotEmpty();
                    assertThat(Stream.concat(owned(first).stream(), owned(second).stream()))
                            .containsExactlyInAnyOrderElementsOf(CELLS);
                });
                assertThat(owned(client)).isEmpty();

                second.declare(Destination.queue("two.a").build());
                second.declare(Destination.queue("new").build());
                for (var name : List.of("a", "b", "c", "two.a", "new")) {
                    client.send(message(name, name));
                    assertThat(receive(second, name)).isEqualTo(name);
                }
                reply(client, first);
                assertThat(client.destinations())
                        .extracting(Destination::name)
                        .containsExactly("a", "b", "c", "new", "two.a");
            }
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(owned(first)).containsExactlyElementsOf(CELLS));
            first.send(message("new", "again"));
            assertThat(receive(first, "new")).isEqualTo("again");
        }
    }

    /** Each cell has temporary destinations in turn, and another instance finds them all by their names. */
    private static void reply(KafkaBroker asks, KafkaBroker answers) throws InterruptedException {
        for (int i = 0; i < CELLS.size(); i++) {
            try (var replies = asks.temporary(DestinationKind.QUEUE)) {
                answers.send(message(replies.destination().name(), "reply"));
                assertThat(receive(asks, replies.destination().name())).isEqualTo("reply");
            }
        }
    }

    @Test
    void shouldFindWhatWasDeclaredWhenThereWasOneCell() throws InterruptedException {
        try (var one = open(KafkaEngines.options(installation).lease(Duration.ofSeconds(2)))) {
            Stream.of("a", "b", "c", "d")
                    .forEach(each -> one.declare(Destination.queue(each).build()));
            one.send(message("a", "before"));
        }
        try (var three = open(options().placement("#", "main-3"))) {
            assertThat(receive(three, "a")).isEqualTo("before");
            three.declare(Destination.queue("b").build());
            three.declare(Destination.queue("e").build());
            assertThat(three.destinations()).hasSize(5);

            three.operations().delete("b", false, "ada");
            assertThatThrownBy(() -> three.send(message("b", "x")))
                    .isInstanceOf(PenstockException.UnknownDestination.class);
            three.declare(Destination.queue("b").build());
            three.send(message("b", "new"));
            assertThat(receive(three, "b")).isEqualTo("new");
        }
    }

    @Test
    void shouldMoveADestinationWhereAnotherInstanceFindsIt() throws InterruptedException {
        try (var broker = open(options().placement("#", "main"));
                var client = open(options().role(KafkaRole.CLIENT))) {
            broker.declare(Destination.queue("a").build());
            client.send(message("a", "before"));
            assertThat(receive(client, "a")).isEqualTo("before");

            broker.move("a", "main-3", PATIENCE);

            await().atMost(PATIENCE)
                    .ignoreExceptionsInstanceOf(PenstockException.class)
                    .until(() -> client.send(message("a", "behind")) != null);
            assertThat(receive(client, "a")).isEqualTo("behind");
            assertThat(broker.operations().list())
                    .first()
                    .satisfies(each -> assertThat(each.actor()).isEqualTo("cells move"));
        }
    }
}

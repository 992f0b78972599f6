package io.penstock.kafka;

import io.penstock.BrokerHealth;
import io.penstock.BrowseRequest;
import io.penstock.ConsumerOptions;
import io.penstock.Destination;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.broker.BrokerOptions;
import io.penstock.kafka.cluster.TestKafka;
import io.penstock.kafka.instance.CellState;
import io.penstock.kafka.owner.OwnershipRules;
import io.penstock.spi.ForwardingBroker;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Instances of one cell: all of them serve, through the one that owns it. */
class KafkaBrokerTest {

    /** Short, so that a test does not wait for long. */
    private static final Duration LEASE = Duration.ofSeconds(1);

    private final String name = TestKafka.uniqueName();
    private final List<KafkaBroker> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(KafkaBroker::close);
    }

    private KafkaOptions.Builder options() {
        return KafkaEngines.options(name).lease(LEASE);
    }

    private KafkaBroker open(KafkaOptions.Builder options) {
        var broker = KafkaBroker.open(options.build(), KafkaEngines.ENGINE);
        opened.add(broker);
        return broker;
    }

    private KafkaBroker instance(Stall stall) {
        var broker = KafkaBroker.open(
                options().build(), KafkaEngines.ENGINE, InstantSource.system(), OwnershipRules.ALL, stall);
        opened.add(broker);
        return broker;
    }

    private KafkaBroker instance() {
        return open(options());
    }

    private KafkaBroker client() {
        return open(options().role(KafkaRole.CLIENT));
    }

    private static CellState state(KafkaBroker broker) {
        return broker.cells().get(0).state();
    }

    private static void awaitState(KafkaBroker broker, CellState state) {
        Awaitility.await().atMost(KafkaEngines.PATIENCE).until(() -> state(broker) == state);
    }

    private static Message message(String body) {
        return Message.to("q").key("k").body(body).build();
    }

    /** What comes, in order; it is accepted. */
    private static Queue<String> consume(KafkaBroker broker) {
        var taken = new ConcurrentLinkedQueue<String>();
        broker.consume(
                        ConsumerOptions.ofQueue("q", "test").build(),
                        deliveries -> deliveries.forEach(each -> {
                            taken.add(each.message().bodyText());
                            each.acceptAsync();
                        }))
                .request(Long.MAX_VALUE);
        return taken;
    }

    private static void await(Queue<String> taken, String... bodies) {
        Awaitility.await()
                .atMost(KafkaEngines.PATIENCE)
                .untilAsserted(() -> assertThat(taken).containsExactly(bodies));
    }

    @Test
    void shouldServeThroughTheOwnerWhereverItIsCalled() {
        var owner = instance();
        var standby = instance();
        var client = client();
        client.declare(Destination.queue("q").build());

        var taken = consume(standby);
        client.send(message("a"));
        owner.send(message("b"));

        await(taken, "a", "b");
        assertThat(state(owner)).isEqualTo(CellState.OWNER);
        assertThat(state(standby)).isEqualTo(CellState.STANDBY);
        assertThat(state(client)).isEqualTo(CellState.CLIENT);
        assertThat(client.health().state()).isEqualTo(BrokerHealth.State.RUNNING);
        assertThat(client.health().detail()).contains("client of the cell 'main'");
        assertThat(standby.health().detail()).contains("stands by");
        assertThat(owner.health().detail()).contains("owns the cell 'main', in epoch 1");
    }

    @Test
    void shouldGoOnWithTheNextOwnerWhenOneIsClosed() {
        var first = instance();
        first.declare(Destination.queue("q").build());
        var second = instance();
        var client = client();
        var taken = consume(client);
        client.send(message("a"));
        await(taken, "a");

        first.close();
        client.send(message("b"));

        await(taken, "a", "b");
        assertThat(state(second)).isEqualTo(CellState.OWNER);
        assertThat(second.cells().get(0).epoch()).isEqualTo(2);
    }

    /** It would have told its callers that they are to be told nothing: instead they call the next one. */
    @Test
    void shouldCallTheNextOwnerWhenOneStandsStillForLongerThanItsLease() {
        var stall = new Stall();
        var first = instance(stall);
        first.declare(Destination.queue("q").build());
        var second = instance();
        var client = client();
        var taken = consume(client);
        client.send(message("a"));
        await(taken, "a");

        stall.begin();
        var late = client.sendAsync(message("b")).toCompletableFuture();
        var together = second.sendAsync(message("c")).toCompletableFuture();
        awaitState(second, CellState.OWNER);
        stall.end();

        assertThat(late).succeedsWithin(KafkaEngines.PATIENCE);
        assertThat(together).succeedsWithin(KafkaEngines.PATIENCE);
        awaitState(first, CellState.STANDBY);
        client.send(message("d"));
        Awaitility.await().atMost(KafkaEngines.PATIENCE).until(() -> taken.contains("d"));
        assertThat(taken).containsOnlyOnce("a", "b", "c", "d").hasSize(4);
        first.send(message("e"));
        assertThat(first.cells().get(0).fenced()).isEqualTo(1);
        assertThat(first.health().state()).isEqualTo(BrokerHealth.State.RUNNING);
    }

    /** What it holds is released at once, though the client lives on. */
    @Test
    void shouldHandOutAnewWhatWasHeldWhenTheOwnerEnded() throws InterruptedException {
        var first = instance();
        first.declare(Destination.queue("q").build());
        instance();
        var client = client();
        client.send(message("a"));
        try (var consumer = client.consume(ConsumerOptions.ofQueue("q", "test").build())) {
            var held = consumer.receive(KafkaEngines.PATIENCE).orElseThrow();

            first.close();

            var again = consumer.receive(KafkaEngines.PATIENCE).orElseThrow();
            assertThatThrownBy(() -> held.acceptAsync().toCompletableFuture().join())
                    .hasCauseInstanceOf(PenstockException.LeaseLost.class);
            assertThat(again.message().bodyText()).isEqualTo("a");
            assertThat(again.attempt()).isEqualTo(held.attempt());
            assertThat(again.acceptAsync().toCompletableFuture()).succeedsWithin(KafkaEngines.PATIENCE);
        }
    }

    @Test
    void shouldSayWhenThereIsNoOwner() {
        var owner = instance();
        owner.declare(Destination.queue("q").build());
        var client = open(options().role(KafkaRole.CLIENT).failoverWait(Duration.ofMillis(500)));

        owner.close();

        assertThatThrownBy(() -> client.send(message("a")))
                .isInstanceOf(PenstockException.Unavailable.class)
                .hasMessageContaining("has no owner since");
        Awaitility.await()
                .atMost(KafkaEngines.PATIENCE)
                .until(() -> client.health().state() == BrokerHealth.State.FAILED);
        assertThat(client.health().detail()).contains("The cell 'main' has no owner since 20");
    }

    @Test
    void shouldNotOpenAClientWhileNobodyServes() {
        assertThatThrownBy(() -> open(options().role(KafkaRole.CLIENT).failoverWait(Duration.ofMillis(300))))
                .isInstanceOf(PenstockException.Unavailable.class)
                .hasMessageContaining("Nobody serves the cell 'main'");
    }

    /** Nobody could reach it. */
    @Test
    void shouldNotOwnTheCellWhileItsPortIsTaken() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName("localhost"))) {
            assertThatThrownBy(() -> open(
                            options().link("localhost", taken.getLocalPort()).failoverWait(Duration.ofSeconds(1))))
                    .isInstanceOf(PenstockException.Unavailable.class)
                    .hasMessageContaining("cannot listen on port " + taken.getLocalPort());
        }
    }

    @Test
    void shouldUseTheKeyThatAllInstancesHave() {
        var key = "0123456789abcdef".getBytes(StandardCharsets.UTF_8);
        var owner = open(options().sharedKey(key));
        owner.declare(Destination.queue("q").build());
        var client = open(options().role(KafkaRole.CLIENT).sharedKey(key));

        client.send(message("a"));

        assertThat(owner.browse(BrowseRequest.all("q", 10).build())).hasSize(1);
        assertThatThrownBy(() -> open(options().role(KafkaRole.CLIENT).failoverWait(Duration.ofSeconds(1))))
                .as("without the key")
                .isInstanceOf(PenstockException.Unavailable.class);
    }

    @Test
    void shouldFindItselfBehindOthers() {
        var owner = instance();

        assertThat(ForwardingBroker.find(owner, KafkaBroker.class)).contains(owner);
    }

    @Test
    void shouldSayThatKafkaDoesNotAnswer() {
        var options = KafkaOptions.at("127.0.0.1:1")
                .property("default.api.timeout.ms", "500")
                .property("request.timeout.ms", "500")
                .build();

        assertThatThrownBy(() -> KafkaBroker.open(options, BrokerOptions.elsewhere()))
                .isInstanceOf(PenstockException.Unavailable.class)
                .hasMessageContaining("topics of the cell");
    }
}

package io.penstock.security;

import io.penstock.Broker;
import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.DeliveryHandler;
import io.penstock.Destination;
import io.penstock.DestinationKind;
import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.ProducerOptions;
import io.penstock.Schedule;
import io.penstock.TemporaryDestination;
import io.penstock.TopicRule;
import io.penstock.broker.BrokerOptions;
import io.penstock.broker.EmbeddedBroker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What somebody holds ends with the right to it. */
class GuardedForTheWholeTimeTest {

    @TempDir
    Path directory;

    private Broker broker;
    private UserFile file;
    private AccessControl control;

    @BeforeEach
    void open() {
        broker = EmbeddedBroker.open(BrokerOptions.in(directory.resolve("data")).withDurability(Durability.OS));
        broker.declare(Destination.queue("q").build());
        broker.declare(Destination.topic("t.a").build());
        file = UserFile.at(directory.resolve("users.properties"));
        file.change(users -> Users.of(Map.of(
                "ada", UsersTest.quick("x") + " consumer,producer",
                "eve", UsersTest.quick("x") + " producer")));
        control = AccessControl.builder().file(file).maxTemporaries(3).build();
    }

    @AfterEach
    void close() {
        broker.close();
    }

    private Broker view(String name) {
        return control.view(broker, new Caller(name, Set.of(), "", true));
    }

    private static Message letter(String destination) {
        return Message.to(destination).body("x").build();
    }

    private void remove(String name) {
        file.change(users -> users.without(name));
        control.refresh();
    }

    private static final class Inbox implements DeliveryHandler {

        private final BlockingQueue<Delivery> arrived = new LinkedBlockingQueue<>();
        private final CompletableFuture<PenstockException> closed = new CompletableFuture<>();

        @Override
        public void handle(List<Delivery> deliveries) {
            arrived.addAll(deliveries);
        }

        @Override
        public void closed(PenstockException reason) {
            closed.complete(reason);
        }
    }

    @Test
    void shouldHandNothingMoreToAConsumerWhoseUserWasRemoved() throws Exception {
        var inbox = new Inbox();
        var consumer = view("ada").consume(ConsumerOptions.ofQueue("q", "c").build(), inbox);
        consumer.request(100);
        broker.send(letter("q"));
        var first = inbox.arrived.poll(1, TimeUnit.MINUTES);
        assertThat(first).isNotNull();
        first.accept();

        remove("ada");
        broker.send(letter("q"));

        assertThat(inbox.closed.get(1, TimeUnit.MINUTES)).isInstanceOf(PenstockException.Forbidden.class);
        assertThat(inbox.arrived).isEmpty();
        assertThatThrownBy(() -> consumer.request(1)).isInstanceOf(PenstockException.Forbidden.class);
        try (var other = broker.consume(ConsumerOptions.ofQueue("q", "d").build())) {
            var given = other.receive(Duration.ofMinutes(1)).orElseThrow();
            assertThat(given.attempt()).as("it was never delivered").isEqualTo(1);
            given.accept();
        }
    }

    @Test
    void shouldRefuseAReceiveOfAUserWhoWasRemoved() throws Exception {
        try (var consumer =
                view("ada").consume(ConsumerOptions.ofQueue("q", "c").build())) {
            broker.send(letter("q"));
            consumer.receive(Duration.ofMinutes(1)).orElseThrow().accept();

            remove("ada");
            broker.send(letter("q"));

            assertThatThrownBy(() -> consumer.receive(Duration.ofMinutes(1)))
                    .isInstanceOf(PenstockException.Forbidden.class);
        }
        assertThat(broker.statistics("q").depth()).isEqualTo(1);
    }

    @Test
    void shouldEndAConsumerOfARuleWhoseUserLostTheRole() throws Exception {
        broker.routing().declare(TopicRule.of("r", "t.#").build());
        var inbox = new Inbox();
        var consumer = view("ada").consume(ConsumerOptions.ofRule("r", "c").build(), inbox);
        consumer.request(100);
        broker.send(letter("t.a"));
        assertThat(inbox.arrived.poll(1, TimeUnit.MINUTES)).isNotNull();

        file.change(users -> users.withRoles("ada", Set.of("producer")));
        control.refresh();
        broker.send(letter("t.a"));

        assertThat(inbox.closed.get(1, TimeUnit.MINUTES)).isInstanceOf(PenstockException.Forbidden.class);
        assertThat(inbox.arrived).isEmpty();
    }

    /** Who opens a producer of an id ends the one before: the ids of a caller are not those of others. */
    @Test
    void shouldNotEndTheProducerOfSomebodyElse() {
        var options = ProducerOptions.of("import").build();
        var theirs = broker.producer(options);
        var ada = view("ada").producer(options);

        var eve = view("eve").producer(options);
        theirs.send(letter("q"));
        ada.send(0, letter("q"));
        eve.send(letter("q"));
        var again = view("ada").producer(options);

        assertThat(again.id()).isEqualTo("import");
        assertThat(again.epoch()).isEqualTo(2);
        assertThat(again.nextSequence()).isEqualTo(1);
        assertThatThrownBy(() -> ada.send(letter("q"))).isInstanceOf(PenstockException.Fenced.class);
        theirs.send(letter("q"));
        eve.send(letter("q"));
        assertThatThrownBy(() ->
                        view("ada").producer(ProducerOptions.of("x".repeat(249)).build()))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageContaining("use at most 209");
    }

    @Test
    void shouldLimitTheTemporaryDestinationsOfACallerOverAllConnections() {
        var open = new ArrayList<TemporaryDestination>();
        for (int i = 0; i < 3; i++) {
            open.add(view("ada").temporary(DestinationKind.QUEUE));
        }

        assertThatThrownBy(() -> view("ada").temporary(DestinationKind.TOPIC))
                .isInstanceOf(PenstockException.Overloaded.class)
                .hasMessageContaining("'ada' has 3 temporary destinations");
        view("eve").temporary(DestinationKind.QUEUE).close();
        open.get(0).close();
        open.get(0).close();
        view("ada").temporary(DestinationKind.QUEUE);
        assertThatThrownBy(() -> view("ada").temporary(DestinationKind.QUEUE))
                .isInstanceOf(PenstockException.Overloaded.class);
    }

    /** A name that was free when the transaction named it may be somebody else's when it commits. */
    @Test
    void shouldNotReplaceAScheduleThatSomebodyElseDeclaredMeanwhile() {
        var limited = AccessControl.builder()
                .file(file)
                .permissions(Permissions.of(Map.of("secret", Map.of("send", Set.of("admin")))))
                .build();
        broker.declare(Destination.queue("secret").build());
        var view = limited.view(broker, new Caller("eve", Set.of(), "", true));
        var replacing = view.begin();
        replacing.schedule(daily("nightly", "q"));
        var prepared = view.begin();
        prepared.schedule(daily("nightly", "q"));

        broker.schedule(daily("nightly", "secret"));

        assertThatThrownBy(replacing::commit).isInstanceOf(PenstockException.Forbidden.class);
        replacing.rollback();
        assertThatThrownBy(() -> prepared.prepare(new byte[] {1})).isInstanceOf(PenstockException.Forbidden.class);
        prepared.rollback();
        assertThat(broker.schedules().find("nightly"))
                .map(state -> state.schedule().message().destination())
                .contains("secret");
    }

    private static Schedule daily(String name, String destination) {
        return Schedule.cron(name, "0 0 6 * * ?", letter(destination)).build();
    }
}

package io.penstock.kafka.cells;

import io.penstock.Binding;
import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.ExchangeType;
import io.penstock.Limits;
import io.penstock.Message;
import io.penstock.Ordering;
import io.penstock.PenstockException;
import io.penstock.Schedule;
import io.penstock.Subscription;
import io.penstock.spi.ForwardingBroker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Tests that a destination moves to another cell with nothing lost and nothing doubled, or stays where it is. */
class CellMoveTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(200);

    @TempDir
    private Path directory;

    private final AtomicBoolean declaresNothing = new AtomicBoolean();
    private LocalCells.Links cells;
    private KeptPlacements placements;
    private CellsBroker broker;

    @BeforeEach
    void open() {
        cells = LocalCells.links(directory, InstantSource.system(), 2);
        placements = new KeptPlacements(directory.resolve("placements"));
        var second = cells.links.get(1);
        broker = new CellsBroker(
                List.of(cells.links.get(0), new CellLink(second.name(), new Reluctant(second.broker()))),
                placements,
                new PlacementRules(LocalCells.names(2), Map.of("#", "main")),
                InstantSource.system());
    }

    @AfterEach
    void close() {
        broker.close();
    }

    /** Declares nothing, as if its owner had been killed then. */
    private final class Reluctant extends ForwardingBroker {

        private Reluctant(Broker broker) {
            super(broker);
        }

        @Override
        public Destination declare(Destination destination) {
            if (declaresNothing.get()) {
                throw new IllegalStateException("killed");
            }
            return super.declare(destination);
        }
    }

    private Broker cell(int number) {
        return cells.links.get(number).broker();
    }

    private Destination queue(String name) {
        return broker.declare(Destination.queue(name)
                .partitions(3)
                .limits(Limits.ofMessages(1_000).build())
                .build());
    }

    private static Message message(String destination, String body) {
        return Message.to(destination).key("k").body(body).build();
    }

    @Test
    void shouldMoveWhatIsEmptyAsItIs() {
        var orders = queue("orders");
        var policies = broker.declare(
                Subscription.ofQueue("orders").ordering(Ordering.KEY).build());
        broker.declare(Destination.queue("orders.dlq").build());
        var prices = broker.declare(Destination.topic("prices").build());
        var reader = broker.declare(Subscription.ofTopic("prices", "reader").build());

        broker.move("orders", "main-2", LONG);
        broker.move("prices", "main-2", LONG);
        broker.move("prices", "main-2", LONG);

        assertThat(cell(0).destinations()).isEmpty();
        assertThat(cell(1).destination("orders")).contains(orders);
        assertThat(cell(1).destination("prices")).contains(prices);
        assertThat(cell(1).destination("orders.dlq")).isPresent();
        assertThat(broker.subscriptions("orders")).containsExactly(policies);
        assertThat(broker.subscriptions("prices")).containsExactly(reader);
        assertThat(placements.place("prices.reader.dlq")).isEqualTo(CellPlace.in("main-2"));
        broker.send(message("orders", "x"));
        broker.send(message("prices", "y"));
        assertThat(broker.browse(BrowseRequest.waiting("orders", 10).build())).hasSize(1);
    }

    @Test
    void shouldWaitForConsumersWhichGoOnInTheOtherCell() throws InterruptedException {
        queue("orders");
        broker.send(message("orders", "before"));
        var handed = new LinkedBlockingQueue<Delivery>();
        try (var consumer =
                broker.consume(ConsumerOptions.ofQueue("orders", "c").build(), handed::addAll)) {
            consumer.request(2);
            var before = handed.poll(60, TimeUnit.SECONDS);
            var moving = CompletableFuture.runAsync(() -> broker.move("orders", "main-2", LONG));
            while (placements.place("orders").state() != CellPlace.State.MOVING) {
                Thread.onSpinWait();
            }
            assertThatThrownBy(() -> broker.send(message("orders", "meanwhile")))
                    .isInstanceOf(PenstockException.Unavailable.class)
                    .hasMessageContaining("moved");
            assertThat(moving).isNotDone();
            before.accept();
            moving.join();

            broker.send(message("orders", "behind"));
            var behind = handed.poll(60, TimeUnit.SECONDS);
            assertThat(behind.message().bodyText()).isEqualTo("behind");
            behind.accept();
            assertThat(broker.statistics("orders").depth()).isZero();
        }
    }

    /** They are instances that have not heard of the move. Repeated, since it is a matter of microseconds. */
    @RepeatedTest(10)
    void shouldLoseNothingOfWhoStillSendsToTheFormerCell() throws Exception {
        queue("orders");
        var accepted = new LinkedBlockingQueue<String>();
        broker.consume(
                        ConsumerOptions.ofQueue("orders", "c").build(),
                        deliveries -> deliveries.forEach(each -> {
                            var body = each.message().bodyText();
                            each.acceptAsync().thenRun(() -> accepted.add(body));
                        }))
                .request(Long.MAX_VALUE);
        var begun = new CountDownLatch(100);
        var stale = CompletableFuture.supplyAsync(() -> {
            var acknowledged = new ArrayList<String>();
            for (int i = 0; ; i++) {
                try {
                    cell(0).send(message("orders", "" + i));
                    acknowledged.add("" + i);
                    begun.countDown();
                } catch (PenstockException.LimitReached e) {
                    // The sender is told, and tries the next one.
                } catch (PenstockException.UnknownDestination e) {
                    return acknowledged;
                }
            }
        });
        begun.await();

        broker.move("orders", "main-2", LONG);
        broker.send(message("orders", "behind"));

        var all = new ArrayList<>(stale.join());
        all.add("behind");
        var seen = new ArrayList<String>();
        while (seen.size() < all.size()) {
            seen.add(accepted.poll(60, TimeUnit.SECONDS));
        }
        assertThat(seen).containsExactlyInAnyOrderElementsOf(all);
        assertThat(accepted).isEmpty();
    }

    @Test
    void shouldStayAsItWasIfItIsNotEmptyInTime() {
        var orders = queue("orders");
        broker.send(message("orders", "a"));

        assertThatThrownBy(() -> broker.move("orders", "main-2", SHORT))
                .isInstanceOf(PenstockException.Conflict.class)
                .hasMessageContainingAll("orders", "not settled", "stays");

        broker.send(message("orders", "b"));
        assertThat(broker.destination("orders")).contains(orders);
        assertThat(broker.browse(BrowseRequest.waiting("orders", 10).build())).hasSize(2);
        assertThat(broker.statistics("orders").subscriptions().get(0).paused()).isFalse();
        assertThat(placements.place("orders")).isEqualTo(CellPlace.in("main"));
    }

    @Test
    void shouldRefuseToTearApartWhatIsTogether() {
        queue("orders");
        broker.schedule(
                Schedule.every("s", Duration.ofHours(1), message("orders", "x")).build());
        assertRefused("orders", "the schedule 's'");
        broker.schedules().cancel("s");
        broker.declare(Destination.exchange("x", ExchangeType.FANOUT).build());
        broker.bind(Binding.all("x", "orders").build());
        assertRefused("orders", "the exchange 'x'");
        assertRefused("x", "an exchange");
        broker.unbind(Binding.all("x", "orders").build());
        queue("orders.dlq");
        assertRefused("orders.dlq", "dead letters of 'orders'");

        broker.move("orders", "main-2", LONG);
        assertThat(cell(1).destinations()).hasSize(2);
    }

    private void assertRefused(String name, String why) {
        assertThatThrownBy(() -> broker.move(name, "main-2", LONG))
                .isInstanceOf(PenstockException.Conflict.class)
                .hasMessageContaining(why);
    }

    @Test
    void shouldGoOnWithAMoveThatWasInterrupted() {
        var orders = queue("orders");
        broker.declare(Subscription.ofQueue("orders").ordering(Ordering.KEY).build());
        declaresNothing.set(true);
        assertThatThrownBy(() -> broker.move("orders", "main-2", LONG)).hasMessage("killed");
        assertThat(cell(0).destinations()).isEmpty();

        assertThatThrownBy(() -> broker.move("orders", "main", LONG)).isInstanceOf(PenstockException.Conflict.class);
        declaresNothing.set(false);
        broker.move("orders", "main-2", LONG);

        assertThat(cell(1).destination("orders")).contains(orders);
        assertThat(broker.subscriptions("orders").get(0).ordering()).isEqualTo(Ordering.KEY);
        broker.send(message("orders", "x"));
    }
}

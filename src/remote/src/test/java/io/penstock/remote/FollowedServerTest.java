package io.penstock.remote;

import io.penstock.Broker;
import io.penstock.BrokerHealth;
import io.penstock.BrowseRequest;
import io.penstock.Destination;
import io.penstock.PenstockException;
import io.penstock.conformance.tool.ManualClock;
import io.penstock.conformance.tool.Patience;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A client that is told where its server is, at another place each time. */
class FollowedServerTest {

    private static final Duration PATIENCE = Patience.LONG;

    @TempDir
    Path directory;

    private final Place place = new Place();
    private Broker engine;
    private RemoteBroker remote;

    /** Where the server is, as a test says. */
    private static final class Place implements RemoteOptions.Finder {

        private volatile RemoteOptions.Server address;

        @Override
        public RemoteOptions.Server find() {
            return address;
        }

        @Override
        public String missing() {
            return "Nobody owns it.";
        }
    }

    @BeforeEach
    void open() {
        engine = RemoteFixture.engine(directory.resolve("log"), new ManualClock());
        engine.declare(Destination.queue("orders").build());
        remote = RemoteBroker.connect(
                RemoteOptions.follow(place).failoverWait(PATIENCE).build());
    }

    @AfterEach
    void close() {
        remote.close();
        engine.close();
    }

    private static byte[] key(int number) {
        var key = new byte[32];
        Arrays.fill(key, (byte) number);
        return key;
    }

    private static BrokerServer serve(CompletionStage<Broker> broker, byte[] key) {
        return BrokerServer.serve(
                broker,
                BrokerServerOptions.builder().sharedKey(key).handsOver(true).build());
    }

    private BrokerServer serve(byte[] key) {
        return serve(CompletableFuture.completedFuture(engine), key);
    }

    private static RemoteOptions.Server at(BrokerServer server, byte[] key) {
        return new RemoteOptions.Server("localhost", server.port(), key);
    }

    private long sent() {
        return engine.statistics("orders").sent();
    }

    @Test
    void shouldWaitUntilThereIsAServer() throws InterruptedException {
        var sending = remote.sendAsync(RemoteTest.message("early")).toCompletableFuture();
        assertThat(remote.awaitConnection(Duration.ZERO)).isFalse();
        assertThat(remote.health().state()).isEqualTo(BrokerHealth.State.DEGRADED);
        assertThat(remote.health().detail()).contains("Nobody owns it.");

        try (var server = serve(key(1))) {
            place.address = at(server, key(1));

            assertThat(sending).succeedsWithin(PATIENCE);
            assertThat(remote.awaitConnection(PATIENCE)).isTrue();
        }
    }

    @Test
    void shouldSayWhyThereIsNoServerWhenItHasWaitedInVain() {
        try (var impatient = RemoteBroker.connect(
                RemoteOptions.follow(place).failoverWait(Duration.ofMillis(10)).build())) {
            assertThatThrownBy(impatient::destinations)
                    .isInstanceOf(PenstockException.Unavailable.class)
                    .hasMessageContaining("PT0.01S")
                    .hasMessageContaining("Nobody owns it.");
        }
    }

    /** The former server is still there, and would answer. */
    @Test
    void shouldLeaveAServerThatIsNotTheOneAnyMore() {
        try (var first = serve(key(1));
                var second = serve(key(2))) {
            place.address = at(first, key(1));
            remote.send(RemoteTest.message("a"));
            var deliveries = RemoteTest.consume(remote, "orders");

            place.address = at(second, key(2));

            RemoteTest.until(() -> first.connections() == 0 && second.connections() == 1);
            remote.send(RemoteTest.message("b"));
            RemoteTest.until(() -> deliveries.stream()
                    .anyMatch(each -> each.message().bodyText().equals("b")));
        }
    }

    @Test
    void shouldStayWhenNobodyKnowsOfAServer() {
        try (var server = serve(key(1))) {
            place.address = at(server, key(1));
            remote.send(RemoteTest.message("a"));
            place.address = null;

            remote.send(RemoteTest.message("b"));

            assertThat(sent()).isEqualTo(2);
        }
    }

    /** The line that says where the next server is comes later than the loss of the former one. */
    @Test
    void shouldTryAgainWhileTheKeyIsTheOneOfAFormerServer() {
        try (var server = serve(key(2))) {
            place.address = at(server, key(1));
            var sending = remote.sendAsync(RemoteTest.message("a")).toCompletableFuture();
            RemoteTest.until(() -> remote.health().state() == BrokerHealth.State.DEGRADED && server.connections() == 0);
            assertThat(sending).isNotDone();

            place.address = at(server, key(2));

            assertThat(sending).succeedsWithin(PATIENCE);
        }
    }

    @Test
    void shouldHoldClientsUntilTheBrokerIsThere() {
        var opening = new CompletableFuture<Broker>();
        try (var server = serve(opening, key(1))) {
            place.address = at(server, key(1));
            var sending = remote.sendAsync(RemoteTest.message("a")).toCompletableFuture();
            RemoteTest.until(() -> server.connections() == 1);
            assertThat(sending).isNotDone();

            opening.complete(engine);

            assertThat(sending).succeedsWithin(PATIENCE);
        }
    }

    @Test
    void shouldSendClientsAwayWhenTheBrokerDoesNotOpen() {
        var opening = new CompletableFuture<Broker>();
        try (var server = serve(opening, key(1));
                var next = serve(key(2))) {
            place.address = at(server, key(1));
            var sending = remote.sendAsync(RemoteTest.message("a")).toCompletableFuture();
            RemoteTest.until(() -> server.connections() == 1);
            opening.completeExceptionally(new PenstockException.Unavailable("It does not open."));
            RemoteTest.until(() -> server.connections() == 0);

            place.address = at(next, key(2));

            assertThat(sending).succeedsWithin(PATIENCE);
        }
    }

    @Test
    void shouldEndWithConnectionsThatWaitForABrokerWhichNeverComes() {
        var server = serve(new CompletableFuture<>(), key(1));
        place.address = at(server, key(1));
        RemoteTest.until(() -> server.connections() == 1);
        place.address = null;

        server.close();

        assertThat(server.connections()).isZero();
    }

    @Test
    void shouldCallAgainElsewhereWhenTheBrokerHasEnded() {
        var former = RemoteFixture.engine(directory.resolve("former"), new ManualClock());
        try (var first = serve(CompletableFuture.completedFuture(former), key(1));
                var second = serve(key(2))) {
            place.address = at(first, key(1));
            remote.declare(Destination.queue("orders").build());
            former.close();
            var sending = remote.sendAsync(RemoteTest.message("a")).toCompletableFuture();
            Awaitility.await().atMost(PATIENCE).until(() -> remote.health().state() != BrokerHealth.State.RUNNING);
            assertThat(sending).isNotDone();

            place.address = at(second, key(2));

            assertThat(sending).succeedsWithin(PATIENCE);
            assertThat(engine.browse(BrowseRequest.all("orders", 10).build())).hasSize(1);
        }
    }

    @Test
    void shouldRefuseAnAddressThatIsNone() {
        assertThatThrownBy(() -> new RemoteOptions.Server("localhost", 0))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageContaining("65535");
        assertThatThrownBy(() -> new RemoteOptions.Server("localhost", 1, new byte[8]))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageContaining("8 bytes");
        assertThatThrownBy(() -> RemoteOptions.follow(place).or("localhost", 1).build())
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageContaining("finder");
        assertThat(at("secret")).doesNotContain("secret").isEqualTo("localhost:1");
    }

    private static String at(String key) {
        return new RemoteOptions.Server(
                        "localhost", 1, (key + key + key).getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .toString();
    }
}

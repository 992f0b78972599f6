package io.penstock.remote;

import io.penstock.Destination;
import io.penstock.PenstockException;
import io.penstock.remote.connection.SharedKey;
import io.penstock.remote.connection.Side;
import io.penstock.remote.wire.Handshake;
import io.penstock.security.AccessControl;
import io.penstock.security.Permissions;
import io.penstock.security.Users;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LoginTest extends RemoteTest {

    private static final byte[] KEY = "sixteen and more random bytes".getBytes(StandardCharsets.UTF_8);

    private static final int QUICK = 10_000;

    private final List<String> audit = new ArrayList<>();

    @Override
    BrokerServerOptions.Builder serverOptions() {
        var users = Users.NONE
                .with("ada", "secret", Set.of("producer"), QUICK)
                .with("bob", "geheim", Set.of("clerk"), QUICK);
        var access = AccessControl.builder()
                .users(users)
                .permissions(Permissions.of(Map.of("orders.*", Map.of("receive", Set.of("clerk")))))
                .audit(record -> audit.add(record.action() + " " + record.outcome()))
                .build();
        return BrokerServerOptions.builder().access(access).sharedKey(KEY);
    }

    @Override
    RemoteOptions.Builder clientOptions() {
        return super.clientOptions().sharedKey(KEY);
    }

    private RemoteOptions.Builder options() {
        return RemoteOptions.to("localhost", server.port());
    }

    private void expectRefused(RemoteOptions.Builder options, String why) {
        assertThatThrownBy(() -> RemoteBroker.connect(options.build()))
                .isInstanceOf(PenstockException.Forbidden.class)
                .hasMessageContaining(why);
    }

    @Test
    void shouldLetInstancesWithTheKeyDoEverything() {
        remote.declare(Destination.queue("orders").build());
        assertThat(remote.destinations()).hasSize(1);
    }

    @Test
    void shouldSayWhichServerDoesNotAnswer() {
        int port = server.port();
        server.close();

        assertThatThrownBy(() -> RemoteBroker.connect(RemoteOptions.to("localhost", port)
                        .failoverWait(Duration.ofMillis(1))
                        .build()))
                .isInstanceOf(PenstockException.Unavailable.class)
                .hasMessageContaining("localhost:" + port)
                .hasMessageContaining("refused");
    }

    @Test
    void shouldLetUsersDoWhatTheyMay() {
        queue("orders");
        try (var ada = RemoteBroker.connect(options().login("ada", "secret").build())) {
            ada.send(message("a"));
            assertThatThrownBy(() -> ada.declare(Destination.queue("x").build()))
                    .isInstanceOf(PenstockException.Forbidden.class)
                    .hasMessage("The user 'ada' may not manage 'x'.");
            assertThatThrownBy(() -> consume(ada, "orders")).isInstanceOf(PenstockException.Forbidden.class);
            assertThat(ada.sendAsync(io.penstock.Message.to("orders").body("b").build())
                            .toCompletableFuture())
                    .succeedsWithin(PATIENCE);
        }
    }

    @Test
    void shouldCheckTheUserThatAnInstanceCallsFor() throws Exception {
        queue("orders.eu");
        queue("orders");
        engine.send(io.penstock.Message.to("orders.eu").body("a").build());
        try (var bob =
                RemoteBroker.connect(options().sharedKey(KEY).callsFor("bob").build())) {
            next(consume(bob, "orders.eu")).accept();
            assertThatThrownBy(() -> bob.send(message("a")))
                    .isInstanceOf(PenstockException.Forbidden.class)
                    .hasMessageContaining("The user 'bob' may not send to 'orders'");
        }
        try (var nobody =
                RemoteBroker.connect(options().sharedKey(KEY).callsFor("eve").build())) {
            assertThatThrownBy(() -> consume(nobody, "orders.eu")).isInstanceOf(PenstockException.Forbidden.class);
        }
    }

    @Test
    void shouldRefuseWhoDoesNotProveWhoTheyAre() {
        expectRefused(options().login("ada", "guess"), "the user is not known, or the password is wrong");
        expectRefused(options().login("eve", "secret"), "the user is not known, or the password is wrong");
        expectRefused(options(), "the user is not known, or the password is wrong");
        expectRefused(
                options().sharedKey("some other key, long enough".getBytes(StandardCharsets.UTF_8)),
                "The client does not have the shared key");
        assertThat(audit).contains("login refused");
        assertThat(server.connections()).isLessThanOrEqualTo(6);
    }

    @Test
    void shouldSlowDownGuessing() {
        for (int i = 0; i < 10; i++) {
            expectRefused(options().login("ada", "guess" + i), "is refused");
        }
        expectRefused(options().login("ada", "secret"), "too many failed logins");
    }

    @Test
    void shouldNotTrustAServerWithoutTheKey() {
        try (var other =
                BrokerServer.serve(engine, BrokerServerOptions.builder().open().build())) {
            expectRefused(
                    RemoteOptions.to("localhost", other.port()).sharedKey(KEY),
                    "The server does not have the shared key");
        }
    }

    @Test
    void shouldMakeProofsThatAreOfNoOtherUse() {
        var key = new SharedKey(KEY);
        byte[] one = SharedKey.nonce();
        byte[] other = SharedKey.nonce();
        byte[] link = new byte[Handshake.NONCE_BYTES];
        byte[] proof = key.proof(Side.CLIENT, one, other, link, "ada");
        assertThat(SharedKey.isSame(proof, key.proof(Side.CLIENT, one, other, link, "ada")))
                .isTrue();
        assertThat(List.of(
                        key.proof(Side.SERVER, one, other, link, "ada"),
                        key.proof(Side.CLIENT, other, one, link, "ada"),
                        key.proof(Side.CLIENT, one, other, one, "ada"),
                        key.proof(Side.CLIENT, one, other, link, "bob")))
                .noneMatch(each -> SharedKey.isSame(proof, each));
        assertThat(SharedKey.isSame(proof, null)).isFalse();
        assertThatThrownBy(() -> new SharedKey(new byte[15])).hasMessageContaining("has 15 bytes");
        assertThat(key.toString()).isEqualTo("SharedKey");
    }

    @Test
    void shouldRefuseOptionsThatDoNotFit() {
        assertThatThrownBy(() -> BrokerServerOptions.builder().build()).hasMessageContaining("say who may come in");
        assertThatThrownBy(() ->
                        BrokerServerOptions.builder().open().sharedKey(KEY).build())
                .hasMessageContaining("say who may come in");
        assertThatThrownBy(() -> BrokerServerOptions.builder().open().port(-1).build())
                .hasMessageContaining("port = -1");
        assertThatThrownBy(() -> options().login("a", "b").sharedKey(KEY).build())
                .hasMessageContaining("choose one");
        assertThatThrownBy(() -> options().window(0).build()).hasMessageContaining("window = 0");
    }
}

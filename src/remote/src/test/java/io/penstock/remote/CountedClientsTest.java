package io.penstock.remote;

import io.penstock.Broker;
import io.penstock.Destination;
import io.penstock.Message;
import io.penstock.conformance.tool.ManualClock;
import io.penstock.security.AccessControl;
import io.penstock.security.Users;
import io.penstock.spi.CountingBroker;
import io.penstock.spi.SenderCounts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;

/** What clients send is counted for them, by their users or by where they call from. */
class CountedClientsTest {

    private static final int QUICK = 10_000;

    @TempDir
    Path directory;

    private final SenderCounts counts = new SenderCounts();
    private Broker broker;

    @BeforeEach
    void open() {
        counts.begin();
        broker = new CountingBroker(
                RemoteFixture.engine(directory, new ManualClock()), counts.sender("application", "shop"));
        broker.declare(Destination.queue("orders").build());
    }

    @AfterEach
    void close() {
        broker.close();
    }

    private Map<String, Long> counted() {
        var counted = new TreeMap<String, Long>();
        counts.forEach((door, name, destination, sent) -> counted.put(door + "/" + name + ">" + destination, sent));
        return counted;
    }

    private static void send(RemoteOptions.Builder options) {
        try (var remote = RemoteBroker.connect(options.build())) {
            remote.send(Message.to("orders").body("x").build());
        }
    }

    @Test
    void shouldCountAUserByName() {
        var access = AccessControl.builder()
                .users(Users.NONE.with("ada", "secret", Set.of("producer"), QUICK))
                .build();
        try (var server = BrokerServer.serve(
                broker, BrokerServerOptions.builder().access(access).build())) {
            send(RemoteOptions.to("localhost", server.port()).login("ada", "secret"));
        }

        assertThat(counted()).isEqualTo(Map.of("remote/ada>orders", 1L));
    }

    @Test
    void shouldCountANamelessClientByWhereItCallsFrom() {
        try (var server =
                BrokerServer.serve(broker, BrokerServerOptions.builder().open().build())) {
            send(RemoteOptions.to("127.0.0.1", server.port()));
        }

        assertThat(counted()).isEqualTo(Map.of("remote/127.0.0.1>orders", 1L));
    }
}

package io.penstock.remote;

import io.penstock.Broker;
import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.DestinationStatistics.SubscriptionStatistics;
import io.penstock.Message;
import io.penstock.conformance.tool.ManualClock;
import io.penstock.conformance.tool.Patience;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** What tests of both ends share: an engine, its server, and a client behind a proxy. */
abstract class RemoteTest {

    static final Duration PATIENCE = Patience.LONG;

    @TempDir
    Path directory;

    Broker engine;
    BrokerServer server;
    CutProxy proxy;
    RemoteBroker remote;

    @BeforeEach
    void open() {
        engine = RemoteFixture.engine(directory, new ManualClock());
        server = BrokerServer.serve(engine, serverOptions().build());
        proxy = new CutProxy(server.port());
        remote = RemoteBroker.connect(clientOptions().build());
    }

    BrokerServerOptions.Builder serverOptions() {
        return BrokerServerOptions.builder().open();
    }

    RemoteOptions.Builder clientOptions() {
        return RemoteOptions.to("localhost", proxy.port());
    }

    @AfterEach
    void close() throws Exception {
        remote.close();
        proxy.close();
        server.close();
        engine.close();
    }

    /** A server for the same broker that knows nothing of the one before. */
    void replaceServer() {
        proxy.down();
        server.close();
        server = BrokerServer.serve(engine, serverOptions().build());
        proxy.to(server.port());
        proxy.up();
    }

    void queue(String name) {
        engine.declare(Destination.queue(name).build());
    }

    static Message message(String body) {
        return Message.to("orders").body(body).build();
    }

    SubscriptionStatistics waiting(String queue) {
        return engine.statistics(queue).subscriptions().get(0);
    }

    static void until(Callable<Boolean> condition) {
        Awaitility.await().atMost(PATIENCE).until(condition);
    }

    /** A consumer that keeps what it gets. */
    static BlockingQueue<Delivery> consume(Broker broker, String queue) {
        var deliveries = new LinkedBlockingQueue<Delivery>();
        broker.consume(ConsumerOptions.ofQueue(queue, "test").build(), deliveries::addAll)
                .request(Long.MAX_VALUE);
        return deliveries;
    }

    static Delivery next(BlockingQueue<Delivery> deliveries) throws InterruptedException {
        var delivery = deliveries.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        assertThat(delivery).isNotNull();
        return delivery;
    }
}

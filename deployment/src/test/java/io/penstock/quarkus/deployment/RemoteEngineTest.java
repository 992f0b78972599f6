package io.penstock.quarkus.deployment;

import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.Capability;
import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.Message;
import io.penstock.broker.BrokerOptions;
import io.penstock.broker.EmbeddedBroker;
import io.penstock.listener.QueueListener;
import io.penstock.listener.Retry;
import io.penstock.remote.BrokerServer;
import io.penstock.remote.BrokerServerOptions;
import io.quarkus.test.QuarkusUnitTest;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.jms.ConnectionFactory;
import jakarta.transaction.Transactional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** An application whose broker is that of another process: listeners, Jakarta Messaging and channels do not notice. */
class RemoteEngineTest {

    private static final Path ELSEWHERE = TestApplication.emptyDirectory();
    private static final Path UNUSED = TestApplication.emptyDirectory();
    private static final String KEY = "MDEyMzQ1Njc4OWFiY2RlZg==";
    private static final int PORT = TestApplication.freePort();

    /** In the other process, as it were: the application does not see them. */
    private static EmbeddedBroker elsewhere;

    private static BrokerServer server;

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.on(UNUSED, Bean.class)
            .overrideRuntimeConfigKey("quarkus.penstock.engine", "remote")
            .overrideRuntimeConfigKey("quarkus.penstock.remote.servers", "localhost:" + PORT)
            .overrideRuntimeConfigKey("quarkus.penstock.remote.shared-key", KEY)
            .overrideConfigKey("mp.messaging.incoming.in.connector", "penstock")
            .overrideConfigKey("mp.messaging.incoming.in.destination", "channel")
            .overrideConfigKey("mp.messaging.outgoing.out.connector", "penstock")
            .overrideConfigKey("mp.messaging.outgoing.out.destination", "channel")
            .setBeforeAllCustomizer(RemoteEngineTest::serve)
            .setAfterAllCustomizer(RemoteEngineTest::stop);

    @Inject
    Broker broker;

    @Inject
    Bean bean;

    @Inject
    ConnectionFactory factory;

    private static void serve() {
        elsewhere = EmbeddedBroker.open(BrokerOptions.in(ELSEWHERE));
        server = BrokerServer.serve(
                elsewhere,
                BrokerServerOptions.builder()
                        .port(PORT)
                        .sharedKey("0123456789abcdef".getBytes(StandardCharsets.UTF_8))
                        .build());
    }

    private static void stop() {
        server.close();
        elsewhere.close();
    }

    @Test
    void shouldServeListenersFromTheOtherBrokerAndRetryThere() throws Exception {
        broker.send(Message.to("orders").key("k").body("fails once").build());

        assertThat(bean.next()).isEqualTo("listener: fails once, attempt 1");
        assertThat(bean.next()).isEqualTo("listener: fails once, attempt 2");
        await().untilAsserted(() -> assertThat(
                        broker.statistics("orders").subscriptions().get(0).waiting())
                .isZero());
    }

    @Test
    void shouldBeTheBrokerOfTheOtherProcess() {
        assertThat(broker.capabilities().supports(Capability.BACKUPS)).isFalse();
        assertThat(broker.capabilities().supports(Capability.SCHEDULES)).isTrue();
    }

    @Test
    void shouldServeChannels() throws Exception {
        bean.send("hello");

        assertThat(bean.next()).isEqualTo("channel: hello");
    }

    @Test
    void shouldServeJakartaMessaging() {
        try (var context = factory.createContext()) {
            context.createProducer().send(context.createQueue("legacy"), "by JMS");
        }

        assertThat(broker.browse(BrowseRequest.waiting("legacy", 10).build()))
                .singleElement()
                .satisfies(stored -> assertThat(stored.message().bodyText()).isEqualTo("by JMS"));
    }

    @Test
    void shouldSendInATransactionOfTheApplication() {
        broker.declare(Destination.queue("together").build());
        bean.sendTwo();

        assertThat(broker.browse(BrowseRequest.waiting("together", 10).build()))
                .extracting(stored -> stored.message().bodyText())
                .containsExactly("1", "2");
    }

    @Test
    void shouldHaveNoLogOfItsOwn() throws IOException {
        try (var files = Files.list(UNUSED)) {
            assertThat(files).isEmpty();
        }
    }

    @Singleton
    public static class Bean {

        private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

        @Inject
        Broker broker;

        @Inject
        @Channel("out")
        Emitter<String> out;

        @QueueListener("orders")
        @Retry(maxRetries = 2, delay = 10)
        void order(Delivery delivery) {
            told.add("listener: " + delivery.message().bodyText() + ", attempt " + delivery.attempt());
            if (delivery.attempt() == 1) {
                throw new IllegalStateException("once");
            }
        }

        @Incoming("in")
        void in(String body) {
            told.add("channel: " + body);
        }

        void send(String body) {
            out.send(body).toCompletableFuture().join();
        }

        @Transactional
        void sendTwo() {
            for (var body : new String[] {"1", "2"}) {
                broker.send(Message.to("together").body(body).build());
            }
        }

        String next() throws InterruptedException {
            return told.poll(2, TimeUnit.MINUTES);
        }
    }
}

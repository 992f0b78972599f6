package io.penstock.embedded;

import io.penstock.Durability;
import io.penstock.PenstockException;
import io.penstock.broker.BrokerOptions;
import io.penstock.jms.session.JmsOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.JMSContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(60)
class PenstockJmsTest {

    private static final long PATIENCE_MILLIS = 120_000;

    @TempDir
    Path directory;

    private static void send(ConnectionFactory factory, String text) {
        try (var context = factory.createContext()) {
            context.createProducer().send(context.createQueue("orders"), text);
        }
    }

    private static String receive(ConnectionFactory factory) {
        try (var context = factory.createContext()) {
            return context.createConsumer(context.createQueue("orders")).receiveBody(String.class, PATIENCE_MILLIS);
        }
    }

    @Test
    void shouldFindItsDataWhenStartedAgain() {
        try (var penstock = PenstockJms.start(directory)) {
            send(penstock.connectionFactory(), "first");
            send(penstock.connectionFactory(), "second");
            assertThat(receive(penstock.connectionFactory())).isEqualTo("first");
        }
        try (var penstock = PenstockJms.start(directory)) {
            assertThat(receive(penstock.connectionFactory())).isEqualTo("second");
            assertThat(penstock.broker()
                            .statistics("orders")
                            .subscriptions()
                            .get(0)
                            .waiting())
                    .isZero();
        }
    }

    @Test
    void shouldForgetNonPersistentMessagesWhenItStops() {
        try (var penstock = PenstockJms.start(directory);
                var context = penstock.connectionFactory().createContext()) {
            var producer = context.createProducer();
            producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT).send(context.createQueue("orders"), "gone");
            producer.setDeliveryMode(DeliveryMode.PERSISTENT).send(context.createQueue("orders"), "kept");
        }

        try (var penstock = PenstockJms.start(directory);
                var context = penstock.connectionFactory().createContext()) {
            var consumer = context.createConsumer(context.createQueue("orders"));
            assertThat(consumer.receiveBody(String.class, PATIENCE_MILLIS)).isEqualTo("kept");
            assertThat(consumer.receiveNoWait()).isNull();
        }
    }

    @Test
    void shouldCloseConnectionsWithItselfAndLoseNothing() throws Exception {
        var penstock = PenstockJms.start(directory);
        var factory = penstock.connectionFactory();
        send(factory, "half done");
        var transacted = factory.createContext(JMSContext.SESSION_TRANSACTED);
        assertThat(transacted
                        .createConsumer(transacted.createQueue("orders"))
                        .receiveBody(String.class, PATIENCE_MILLIS))
                .isEqualTo("half done");
        var waiting = factory.createContext();
        var consumer = waiting.createConsumer(waiting.createQueue("other"));
        var received = CompletableFuture.supplyAsync(() -> String.valueOf(consumer.receive()));

        penstock.close();
        penstock.close();

        assertThatThrownBy(transacted::commit).isInstanceOf(IllegalStateRuntimeException.class);
        assertThatThrownBy(factory::createContext).isInstanceOf(IllegalStateRuntimeException.class);
        assertThat(received.handle((message, failure) -> failure == null ? message : "closed")
                        .get())
                .as("nobody waits for ever")
                .isIn("null", "closed");
        try (var again = PenstockJms.start(directory)) {
            assertThat(receive(again.connectionFactory())).isEqualTo("half done");
        }
    }

    @Test
    void shouldRunOnceOnADirectoryAndBeFoundThere() {
        assertThat(PenstockJms.running(directory)).isEmpty();
        try (var penstock = PenstockJms.start(directory)) {
            assertThat(PenstockJms.running(directory.resolve("..").resolve(directory.getFileName())))
                    .containsSame(penstock);
            assertThatThrownBy(() -> PenstockJms.start(directory))
                    .isInstanceOf(PenstockException.StorageUnusable.class);
            assertThat(PenstockJms.running(directory)).containsSame(penstock);
        }
        assertThat(PenstockJms.running(directory)).isEmpty();
    }

    @Test
    void shouldFollowItsOptions() {
        var options = BrokerOptions.in(directory).withDurability(Durability.OS);
        try (var penstock = PenstockJms.start(options, JmsOptions.DEFAULT.withAutoDeclare(false))) {
            assertThatThrownBy(() -> send(penstock.connectionFactory(), "x"))
                    .isInstanceOf(InvalidDestinationRuntimeException.class);
        }
    }
}

package io.penstock.quarkus.deployment;

import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.Durability;
import io.penstock.PenstockException;
import io.penstock.TypedSender;
import io.penstock.broker.BrokerOptions;
import io.penstock.broker.EmbeddedBroker;
import io.penstock.quarkus.SendsTo;
import io.penstock.spi.PayloadCodec;
import io.quarkus.test.QuarkusUnitTest;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** An application with a codec of its own, and with a broker of its own that was opened without one. */
class OwnCodecTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.of(Own.class, Lines.class, Order.class)
            .overrideRuntimeConfigKey(
                    "own.data", TestApplication.emptyDirectory().toString());

    @Inject
    Broker broker;

    @Inject
    @SendsTo("orders")
    TypedSender<Order> orders;

    @Test
    void shouldWriteWhatIsSentWithTheCodecOfTheApplication() {
        orders.send(new Order("o1", 7));

        var stored =
                broker.browse(BrowseRequest.all("orders", 10).build()).get(0).message();
        assertThat(stored.bodyText()).isEqualTo("Order[id=o1, amount=7]");
        assertThat(stored.headers().get(TypedSender.CONTENT_TYPE)).isEqualTo("text/lines");
    }

    @Test
    void shouldSayThatTheBrokerItselfHasNoCodec() {
        assertThatExceptionOfType(PenstockException.Unsupported.class)
                .isThrownBy(() -> broker.send("orders", new Order("o2", 1)));
    }

    record Order(String id, int amount) {}

    @Singleton
    static class Lines implements PayloadCodec {

        @Override
        public String contentType() {
            return "text/lines";
        }

        @Override
        public byte[] encode(Object payload) {
            return payload.toString().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public <T> T decode(byte[] body, Class<T> type) {
            throw new PenstockException.InvalidMessage("Lines are written only.");
        }
    }

    @Singleton
    static class Own {

        @Produces
        @ApplicationScoped
        Broker broker(@ConfigProperty(name = "own.data") Path data) {
            return EmbeddedBroker.open(BrokerOptions.in(data).withDurability(Durability.OS));
        }

        void close(@Disposes Broker broker) {
            broker.close();
        }
    }
}

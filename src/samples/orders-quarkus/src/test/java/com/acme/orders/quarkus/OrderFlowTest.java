package com.acme.orders.quarkus;

import com.acme.orders.Ledger;
import com.acme.orders.OrderDesk;
import com.acme.orders.PriceClient;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import jakarta.inject.Inject;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** The whole way of an order, on the provider that the dependencies choose. */
@QuarkusTest
class OrderFlowTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Inject
    OrderDesk desk;

    @Inject
    PriceClient prices;

    @Inject
    Ledger ledger;

    @Inject
    ConnectionFactory factory;

    @Test
    void shouldPriceAndPublishEachOrderOfABasket() throws JMSException {
        desk.place("Alice", "teapot", "cup");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(ledger.entries()).contains("Alice: teapot for 35", "Alice: cup for 9"));
    }

    @Test
    void shouldTakeAllOrdersOfABasketOrNone() throws JMSException {
        assertThatThrownBy(() -> desk.place("Bob", "saucer", " ")).isInstanceOf(IllegalArgumentException.class);
        desk.place("Bob", "cup");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(ledger.entries()).contains("Bob: cup for 9"));
        assertThat(ledger.entries()).doesNotContain("Bob: saucer for 5");
    }

    @Test
    void shouldPutAnOrderAsideThatKeepsBeingRolledBack() throws JMSException {
        desk.place("Carol", "unicorn");
        try (var context = factory.createContext()) {
            var failed =
                    context.createConsumer(context.createQueue("orders.failed")).receive(PATIENCE.toMillis());
            assertThat(failed).isInstanceOf(MapMessage.class);
            assertThat(((MapMessage) failed).getString("item")).isEqualTo("unicorn");
            assertThat(failed.getJMSType()).isEqualTo("order");
        }
        assertThat(ledger.entries()).noneMatch(entry -> entry.startsWith("Carol"));
    }

    @Test
    void shouldAnswerQuestions() throws JMSException {
        assertThat(prices.priceOf("saucer")).isEqualTo(5);
    }
}

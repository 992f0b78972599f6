package io.penstock.quarkus.devui;

import io.penstock.Destination;
import io.penstock.ExchangeType;
import io.penstock.Message;
import io.penstock.broker.BrokerOptions;
import io.penstock.broker.EmbeddedBroker;
import io.penstock.quarkus.devui.DevUiService.BrowsedRows;
import io.penstock.quarkus.devui.DevUiService.MessageRow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class DevUiServiceTest {

    @TempDir
    Path directory;

    private final DevUiService service = new DevUiService();
    private EmbeddedBroker broker;

    @BeforeEach
    void open() {
        broker = EmbeddedBroker.open(BrokerOptions.in(directory));
        service.broker = broker;
    }

    @AfterEach
    void close() {
        broker.close();
    }

    @Test
    void shouldSayThatThereIsNoSuchDestination() {
        assertThat(service.browse("ordres")).isEqualTo(new BrowsedRows(List.of(), "There is no destination 'ordres'."));
        assertThat(service.subscriptions("ordres")).isEmpty();
    }

    @Test
    void shouldSayThatAnExchangeKeepsNoMessages() {
        broker.declare(Destination.exchange("routes", ExchangeType.FANOUT).build());

        assertThat(service.browse("routes").problem()).startsWith("'routes' is an exchange, which keeps no messages");
    }

    @Test
    void shouldShowWhatWaitsInAQueueAndAnEmptyOneWithoutAProblem() {
        broker.declare(Destination.queue("orders").build());
        assertThat(service.browse("orders")).isEqualTo(new BrowsedRows(List.of(), ""));

        broker.send(Message.to("orders").key("k").body("a book").build());

        assertThat(service.browse("orders").messages())
                .extracting(MessageRow::key, MessageRow::body)
                .containsExactly(tuple("k", "a book"));
    }
}

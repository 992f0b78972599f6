package io.penstock.jms;

import io.penstock.Destination;
import io.penstock.jms.session.JmsOptions;
import io.penstock.security.AccessControl;
import io.penstock.security.Users;
import io.penstock.spi.CountingBroker;
import io.penstock.spi.SenderCounts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.HashSet;
import java.util.Set;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What the connections of one factory have in common. */
@Timeout(JmsFixture.HANG_SECONDS)
class FactoryTest extends JmsFixture {

    @Test
    void shouldCloseItsConnectionsAndMakeNoMore() throws JMSException {
        var named = factory.withClientId("billing");
        var other = named.createConnection();

        factory.close();

        assertThatThrownBy(connection::createSession).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(other::createSession).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(factory::createConnection).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(named::createConnection).isInstanceOf(IllegalStateException.class);
        factory.close();
    }

    private static void send(JMSContext context) {
        context.createProducer().send(context.createQueue("orders"), "x");
    }

    @Test
    void shouldHaveWhatIsSentCountedByTheUserOrTheClientIdentifier() throws JMSException {
        var counts = new SenderCounts();
        counts.begin();
        var access = AccessControl.builder()
                .users(Users.NONE.with("ada", "secret", Set.of("producer"), 10_000))
                .build();
        broker.declare(Destination.queue("orders").build());
        try (var counting = new PenstockConnectionFactory(
                new CountingBroker(broker, counts.sender("application", "shop")),
                JmsOptions.DEFAULT.withAccess(access))) {
            send(counting.createContext("ada", "secret"));
            send(counting.createContext());
            send(counting.withClientId("billing").createContext());
        }

        var counted = new HashSet<String>();
        counts.forEach((door, name, destination, sent) -> counted.add(door + "/" + name + ">" + destination + sent));
        assertThat(counted)
                .containsExactlyInAnyOrder("jms/ada>orders1", "jms/anonymous>orders1", "jms/billing>orders1");
    }

    @Test
    void shouldGiveAConfiguredClientIdentifierToOneConnectionAtATime() throws JMSException {
        var named = factory.withClientId("billing");
        var first = named.createConnection();

        assertThat(first.getClientID()).isEqualTo("billing");
        assertThatThrownBy(() -> first.setClientID("other")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(named::createConnection).isInstanceOf(InvalidClientIDException.class);
        assertThatThrownBy(() -> factory.createConnection().setClientID("billing"))
                .isInstanceOf(InvalidClientIDException.class);

        first.close();
        named.createConnection().close();
    }
}

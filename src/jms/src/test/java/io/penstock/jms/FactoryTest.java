package io.penstock.jms;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidClientIDException;
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

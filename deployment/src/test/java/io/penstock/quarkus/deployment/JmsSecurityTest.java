package io.penstock.quarkus.deployment;

import io.penstock.security.Users;
import io.quarkus.test.QuarkusUnitTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.io.Serializable;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.inject.Inject;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.JMSSecurityRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.MessageListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Users and trusted classes by configuration. */
class JmsSecurityTest {

    private static final long PATIENCE_MILLIS = 120_000;

    record Trusted(String text) implements Serializable {}

    record Unknown(String text) implements Serializable {}

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.of(Bean.class, Trusted.class, Unknown.class)
            .overrideRuntimeConfigKey("penstock.security.users.\"ada\"", Users.hash("lovelace") + " producer,consumer")
            .overrideRuntimeConfigKey("penstock.jms.allow-anonymous", "false")
            .overrideRuntimeConfigKey("penstock.jms.trusted-classes", Trusted.class.getName());

    @Inject
    ConnectionFactory factory;

    @MessageDriven(
            activationConfig = {
                @ActivationConfigProperty(propertyName = "destinationType", propertyValue = "jakarta.jms.Queue"),
                @ActivationConfigProperty(propertyName = "destination", propertyValue = "beans")
            })
    public static class Bean implements MessageListener {

        static final List<Object> READ = new CopyOnWriteArrayList<>();

        @Override
        public void onMessage(Message message) {
            try {
                READ.add(message.getBody(Serializable.class));
            } catch (JMSException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Test
    void shouldLetOnlyUsersConnect() throws JMSException {
        assertThatThrownBy(factory::createConnection).isInstanceOf(JMSSecurityException.class);
        assertThatThrownBy(() -> factory.createConnection("ada", "byron")).isInstanceOf(JMSSecurityException.class);
        assertThatThrownBy(() -> factory.createContext("babbage", "lovelace"))
                .isInstanceOf(JMSSecurityRuntimeException.class);
        factory.createConnection("ada", "lovelace").close();
    }

    @Test
    void shouldReadObjectsOfTrustedClassesOnly() {
        try (var context = factory.createContext("ada", "lovelace")) {
            var queue = context.createQueue("objects");
            context.createProducer()
                    .send(queue, new Trusted("fine"))
                    .send(queue, new Unknown("not fine"))
                    .send(context.createQueue("beans"), new Trusted("for a bean"));
            var consumer = context.createConsumer(queue);
            assertThat(consumer.receiveBody(Trusted.class, PATIENCE_MILLIS)).isEqualTo(new Trusted("fine"));
            assertThatThrownBy(() -> consumer.receiveBody(Unknown.class, PATIENCE_MILLIS))
                    .isInstanceOf(MessageFormatRuntimeException.class);
        }
        Awaitility.await().untilAsserted(() -> assertThat(Bean.READ).containsExactly(new Trusted("for a bean")));
    }
}

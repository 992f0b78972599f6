package io.penstock.embedded;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import javax.naming.ConfigurationException;
import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.OperationNotSupportedException;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnectionFactory;
import jakarta.jms.XAConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The way in that leaves no trace of this provider in an application's sources. */
@Timeout(60)
class NamingTest {

    @TempDir
    Path directory;

    private final Properties environment = new Properties();

    @BeforeEach
    void name() {
        environment.put(Context.INITIAL_CONTEXT_FACTORY, PenstockInitialContextFactory.class.getName());
        environment.put(Context.PROVIDER_URL, directory.toString());
        environment.put("connectionFactory.jms/Shop", "");
        environment.put("connectionfactory.jms/Billing", "clientId=billing");
        environment.put("queue.jms/Orders", "orders");
        environment.put("topic.jms/Prices", "prices");
    }

    @AfterEach
    void stop() {
        PenstockJms.running(directory).ifPresent(PenstockJms::close);
    }

    private Object find(String name) throws NamingException {
        var context = new InitialContext(environment);
        try {
            return context.lookup(name);
        } finally {
            context.close();
        }
    }

    @Test
    void shouldFindAFactoryAndDestinationsThatWorkTogether() throws NamingException {
        var factory = (ConnectionFactory) find("jms/Shop");
        var orders = (Queue) find("jms/Orders");

        try (var context = factory.createContext()) {
            context.createProducer().send(orders, "text");
            assertThat(context.createConsumer((Queue) find("dynamicQueues/orders"))
                            .receiveBody(String.class, 10_000))
                    .isEqualTo("text");
        }
    }

    @Test
    void shouldStartABrokerOnlyWhenAFactoryIsWanted() throws NamingException, JMSException {
        assertThat(((Topic) find("jms/Prices")).getTopicName()).isEqualTo("prices");
        assertThat(((Topic) find("dynamicTopics/any.name")).getTopicName()).isEqualTo("any.name");
        assertThat(PenstockJms.running(directory)).isEmpty();

        var factory = find("ConnectionFactory");

        assertThat(factory)
                .isSameAs(PenstockJms.running(directory).orElseThrow().connectionFactory());
        assertThat(find("QueueConnectionFactory")).isSameAs(factory).isInstanceOf(QueueConnectionFactory.class);
        assertThat(find("TopicConnectionFactory")).isSameAs(factory).isInstanceOf(TopicConnectionFactory.class);
        assertThat(find("XAConnectionFactory")).isSameAs(factory).isInstanceOf(XAConnectionFactory.class);
    }

    @Test
    void shouldFindWhatTheProgramHasStarted() throws NamingException {
        var penstock = PenstockJms.start(directory);
        environment.put(Context.PROVIDER_URL, directory.toUri().toString());

        assertThat(find("jms/Shop")).isSameAs(penstock.connectionFactory());
    }

    @Test
    void shouldGiveAFactoryItsClientIdentifier() throws Exception {
        try (var connection = ((ConnectionFactory) find("jms/Billing")).createConnection()) {
            assertThat(connection.getClientID()).isEqualTo("billing");
        }
    }

    @Test
    void shouldSayWhatIsWrong() throws Exception {
        assertThatThrownBy(() -> find("jms/Nothing"))
                .isInstanceOf(NameNotFoundException.class)
                .hasMessageContaining("jms/Orders");
        environment.put("queue.bad", "no such name!");
        assertThatThrownBy(() -> find("bad")).isInstanceOf(ConfigurationException.class);
        environment.put("connectionFactory.remote", "tcp://broker:61616");
        assertThatThrownBy(() -> find("remote"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("connectionFactory.remote is 'tcp://broker:61616'");
        environment.remove("connectionFactory.remote");
        environment.put(
                Context.PROVIDER_URL,
                Files.createFile(directory.resolve("file")).toString());
        assertThatThrownBy(() -> find("jms/Shop")).isInstanceOf(ConfigurationException.class);
        environment.put(Context.PROVIDER_URL, "file:%");
        assertThatThrownBy(() -> find("jms/Shop")).isInstanceOf(ConfigurationException.class);
        environment.remove(Context.PROVIDER_URL);
        assertThatThrownBy(() -> find("jms/Shop"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(Context.PROVIDER_URL);
    }

    @Test
    void shouldBeReadOnly() throws NamingException {
        var context = new InitialContext(environment);

        assertThat(context.lookup("")).isInstanceOf(Context.class);
        assertThatThrownBy(() -> context.bind("a", "b")).isInstanceOf(OperationNotSupportedException.class);
        assertThatThrownBy(() -> context.list("")).isInstanceOf(OperationNotSupportedException.class);
    }

    /** The factory is found by a name that stands in a properties file, if at all. */
    @Test
    void shouldTellNativeImagesOfTheFactory() throws Exception {
        try (var metadata = NamingTest.class.getResourceAsStream(
                "/META-INF/native-image/io.penstock/penstock-jms-embedded/reflect-config.json")) {
            assertThat(new String(metadata.readAllBytes(), StandardCharsets.UTF_8))
                    .contains('"' + PenstockInitialContextFactory.class.getName() + '"', "<init>");
        }
    }
}

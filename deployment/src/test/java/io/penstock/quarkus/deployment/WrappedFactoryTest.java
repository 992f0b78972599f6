package io.penstock.quarkus.deployment;

import io.quarkus.jms.spi.deployment.ConnectionFactoryWrapperBuildItem;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.function.Function;
import jakarta.annotation.Resource;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;

import static org.assertj.core.api.Assertions.assertThat;

/** Extensions that pool connections put themselves around the factory by a build item of Quarkus. */
class WrappedFactoryTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.of(Pooling.class, Pool.class, Bean.class)
            .addBuildChainCustomizer(chain -> chain.addBuildStep(
                            context -> context.produce(new ConnectionFactoryWrapperBuildItem(new Pooling())))
                    .produces(ConnectionFactoryWrapperBuildItem.class)
                    .build());

    @Inject
    ConnectionFactory factory;

    @Inject
    Bean bean;

    @Test
    void shouldWrapWhatIsInjected() {
        assertThat(factory).isInstanceOf(Pool.class);
        assertThat(bean.resource).isSameAs(factory);
    }

    @Test
    void shouldStillCarryMessages() {
        try (JMSContext context = factory.createContext()) {
            context.createProducer().send(context.createQueue("pooled"), "x");
            JMSConsumer consumer = context.createConsumer(context.createQueue("pooled"));
            assertThat(consumer.receiveBody(String.class, 10_000)).isEqualTo("x");
        }
    }

    @Singleton
    static class Bean {

        @Resource(lookup = "java:/ConnectionFactory")
        ConnectionFactory resource;
    }

    /** Such as a recorder gives it. */
    public static class Pooling implements Function<ConnectionFactory, Object> {
        @Override
        public Object apply(ConnectionFactory wrapped) {
            return new Pool(wrapped);
        }
    }

    /** A pool of one. */
    record Pool(ConnectionFactory wrapped) implements ConnectionFactory {

        @Override
        public jakarta.jms.Connection createConnection() throws jakarta.jms.JMSException {
            return wrapped.createConnection();
        }

        @Override
        public jakarta.jms.Connection createConnection(String user, String password) throws jakarta.jms.JMSException {
            return wrapped.createConnection(user, password);
        }

        @Override
        public JMSContext createContext() {
            return wrapped.createContext();
        }

        @Override
        public JMSContext createContext(int mode) {
            return wrapped.createContext(mode);
        }

        @Override
        public JMSContext createContext(String user, String password) {
            return wrapped.createContext(user, password);
        }

        @Override
        public JMSContext createContext(String user, String password, int mode) {
            return wrapped.createContext(user, password, mode);
        }
    }
}

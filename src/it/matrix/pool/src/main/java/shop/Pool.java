package shop;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.jms.ConnectionFactory;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;

/** By connections from a pool. */
@Singleton
public class Pool {

    private final JmsPoolConnectionFactory pool = new JmsPoolConnectionFactory();

    @Inject
    ConnectionFactory factory;

    void open(@Observes StartupEvent start) {
        pool.setConnectionFactory(factory);
        pool.start();
        try (var context = pool.createContext()) {
            context.createProducer().send(context.createQueue("letters"), "a pooled letter");
        }
    }

    void close(@Observes ShutdownEvent end) {
        pool.stop();
    }

    JmsPoolConnectionFactory connections() {
        return pool;
    }
}

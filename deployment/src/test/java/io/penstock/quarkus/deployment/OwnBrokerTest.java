package io.penstock.quarkus.deployment;

import io.penstock.Broker;
import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.broker.BrokerOptions;
import io.penstock.broker.EmbeddedBroker;
import io.penstock.listener.QueueListener;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** An application that makes its broker itself finds everything declared there as well. */
class OwnBrokerTest {

    private static final Path UNUSED = TestApplication.emptyDirectory();

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.on(UNUSED, Own.class, Bean.class)
            .overrideRuntimeConfigKey(
                    "own.data", TestApplication.emptyDirectory().toString())
            .overrideRuntimeConfigKey("penstock.schedules.yearly.every", "365d")
            .overrideRuntimeConfigKey("penstock.schedules.yearly.destination", "of-schedule");

    @Inject
    Broker broker;

    @Inject
    Bean bean;

    @Test
    void shouldDeclareWhatIsNamedOnTheBrokerOfTheApplication() {
        await().untilAsserted(() -> assertThat(bean.heard).contains("early"));
        assertThat(broker.destination("of-schedule")).isPresent();
        assertThat(UNUSED)
                .as("no second broker")
                .satisfies(directory -> assertThat(Files.list(directory)).isEmpty());
    }

    @Singleton
    static class Own {

        @Produces
        @ApplicationScoped
        Broker broker(@org.eclipse.microprofile.config.inject.ConfigProperty(name = "own.data") Path data) {
            return EmbeddedBroker.open(BrokerOptions.in(data).withDurability(Durability.OS));
        }

        void close(@Disposes Broker broker) {
            broker.close();
        }
    }

    @Singleton
    static class Bean {

        @Inject
        Broker broker;

        final Set<String> heard = new ConcurrentSkipListSet<>();

        void send(@Observes @Priority(1) StartupEvent event) {
            broker.send(Message.to("orders").body("early").build());
        }

        @QueueListener("orders")
        void on(String body) {
            heard.add(body);
        }
    }
}

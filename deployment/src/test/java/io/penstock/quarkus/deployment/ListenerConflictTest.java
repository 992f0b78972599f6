package io.penstock.quarkus.deployment;

import io.penstock.broker.BrokerOptions;
import io.penstock.broker.EmbeddedBroker;
import io.penstock.listener.QueueListener;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.util.ExceptionUtil;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.nio.file.Path;
import jakarta.inject.Singleton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

class ListenerConflictTest {

    private static final Path DATA = TestApplication.emptyDirectory();

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.on(DATA, Bean.class)
            .setAfterAllCustomizer(ListenerConflictTest::verifyThatTheDirectoryIsFree)
            .overrideRuntimeConfigKey("penstock.destinations.orders.kind", "topic")
            .assertException(failure -> assertThat(ExceptionUtil.getRootCause(failure))
                    .isExactlyInstanceOf(ConfigurationException.class)
                    .hasMessage(
                            "Penstock cannot start: Listener 'orders' wants the queue 'orders', but that is a topic."));

    @Test
    void shouldNotStartWithAQueueListenerOnATopic() {
        fail("The application must not start");
    }

    /** In development the next edit starts the application again, in the same process. */
    private static void verifyThatTheDirectoryIsFree() {
        EmbeddedBroker.open(BrokerOptions.in(DATA)).close();
    }

    @Singleton
    static class Bean {

        @QueueListener("orders")
        void on(String payload) {}
    }
}

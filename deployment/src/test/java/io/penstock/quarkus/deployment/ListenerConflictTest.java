package io.penstock.quarkus.deployment;

import io.penstock.QueueListener;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.util.ExceptionUtil;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import jakarta.inject.Singleton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

class ListenerConflictTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.of(Bean.class)
            .overrideRuntimeConfigKey("penstock.destinations.orders.kind", "topic")
            .assertException(failure -> assertThat(ExceptionUtil.getRootCause(failure))
                    .isExactlyInstanceOf(ConfigurationException.class)
                    .hasMessage(
                            "Penstock cannot start: Listener 'orders' wants the queue 'orders', but that is a topic."));

    @Test
    void shouldNotStartWithAQueueListenerOnATopic() {
        fail("The application must not start");
    }

    @Singleton
    static class Bean {

        @QueueListener("orders")
        void on(String payload) {}
    }
}

package io.penstock.quarkus.deployment;

import io.penstock.listener.DeadLetter;
import io.penstock.listener.QueueListener;
import io.quarkus.runtime.util.ExceptionUtil;
import io.quarkus.test.QuarkusUnitTest;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import jakarta.inject.Singleton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

class InvalidSharedChannelTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.of(Bean.class)
            .overrideConfigKey("mp.messaging.incoming.shop.destination", "orders")
            .assertException(failure -> assertThat(ExceptionUtil.getRootCause(failure))
                    .message()
                    .startsWith("Penstock cannot start: The listener 'orders' (" + Bean.class.getName()
                            + "#listen(String)) and the channel 'shop' share the subscription 'orders' of 'orders', which"
                            + " has one policy, and ask for different ones: deadLetter = DeadLetterPolicy[")
                    .contains("destination=orders.failed", "destination=orders.dlq")
                    .doesNotContain("retry = ")
                    .hasLineCount(1));

    @Test
    void shouldNotStartWithAChannelAndAListenerOfOneQueueWhoseDeadLettersGoElsewhere() {
        fail("The application must not start");
    }

    @Singleton
    static class Bean {

        @QueueListener("orders")
        @DeadLetter("orders.failed")
        void listen(String payload) {}

        @Incoming("shop")
        void read(String payload) {}
    }
}

package io.penstock.quarkus.deployment;

import io.penstock.listener.QueueListener;
import io.penstock.listener.Retry;
import io.quarkus.runtime.util.ExceptionUtil;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import jakarta.inject.Singleton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

class InvalidSharedPolicyTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.of(Bean.class)
            .assertException(failure -> assertThat(ExceptionUtil.getRootCause(failure))
                    .message()
                    .startsWith("Penstock cannot start: ")
                    .contains(
                            "he listener 'rest' (" + Bean.class.getName() + "#rest(String))",
                            "he listener 'urgent' (" + Bean.class.getName() + "#urgent(String))",
                            " share the subscription 'orders' of 'orders', which has one policy, and ask for different"
                                    + " ones: retry = RetryPolicy[",
                            "maxRetries=9",
                            "maxRetries=4")
                    .doesNotContain("deadLetter = ")
                    .hasLineCount(1));

    @Test
    void shouldNotStartWithTwoListenersOfOneQueueThatRetryDifferently() {
        fail("The application must not start");
    }

    @Singleton
    static class Bean {

        @QueueListener(value = "orders", name = "urgent", filter = "priority = 'high'")
        @Retry(maxRetries = 9)
        void urgent(String payload) {}

        @QueueListener(value = "orders", name = "rest")
        void rest(String payload) {}
    }
}

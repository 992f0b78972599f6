package io.penstock.quarkus.deployment;

import io.penstock.Ordering;
import io.penstock.listener.QueueListener;
import io.penstock.listener.TopicListener;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import jakarta.inject.Singleton;

import static org.assertj.core.api.Assertions.fail;

class InvalidConsumptionTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = BuildProblems.of(Bean.class)
            .assertException(BuildProblems.are(
                    "Bean#badFilter(String) has an invalid filter.",
                    "Bean#filteredPartition(String) has a filter and ordering = PARTITION",
                    "Bean#filteredExclusive(String) has a filter and exclusive = true",
                    "Bean#negativePrefetch(String) has prefetch = -1",
                    "Bean#hugePrefetch(String) has prefetch = 10001: use 0 for what is usual, to 10000.",
                    "Bean#blankLease(String) has lease = ' ': use a duration such as 30s or 5m",
                    "Bean#endlessLease(String) has lease = '106751991167300h': use a duration such as 30s or 5m",
                    "Bean#noLease(String) has lease = 'soon': use a duration such as 30s or 5m",
                    "Bean#noTime(String) has maxProcessingTime = '-5s'",
                    "Bean#tooShort(String) has maxProcessingTime = PT1M, less than its lease of PT5M"));

    @Test
    void shouldFailTheBuild() {
        fail("The application must not start");
    }

    @Singleton
    static class Bean {

        @TopicListener(value = "t", subscription = "s", filter = "region = = 'eu'")
        void badFilter(String payload) {}

        @QueueListener(value = "a", filter = "region = 'eu'", ordering = Ordering.PARTITION)
        void filteredPartition(String payload) {}

        @QueueListener(value = "b", filter = "region = 'eu'", exclusive = true)
        void filteredExclusive(String payload) {}

        @QueueListener(value = "c", prefetch = -1)
        void negativePrefetch(String payload) {}

        @QueueListener(value = "g", prefetch = 10_001)
        void hugePrefetch(String payload) {}

        @QueueListener(value = "h", lease = " ")
        void blankLease(String payload) {}

        @QueueListener(value = "i", lease = "106751991167300h")
        void endlessLease(String payload) {}

        @QueueListener(value = "d", lease = "soon")
        void noLease(String payload) {}

        @QueueListener(value = "e", maxProcessingTime = "-5s")
        void noTime(String payload) {}

        @QueueListener(value = "f", maxProcessingTime = "1m")
        void tooShort(String payload) {}
    }
}

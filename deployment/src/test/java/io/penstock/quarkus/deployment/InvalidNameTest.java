package io.penstock.quarkus.deployment;

import io.penstock.listener.QueueListener;
import io.penstock.listener.TopicListener;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import jakarta.inject.Singleton;

import static org.assertj.core.api.Assertions.fail;

class InvalidNameTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = BuildProblems.of(Bean.class)
            .assertException(BuildProblems.are(
                    "Bean#emptyQueue(String) cannot listen. '' is no valid destination name",
                    "Bean#emptySubscription(String) cannot listen. '' is no valid subscription name",
                    "Bean#slash(String) cannot listen. 'or/ders' is no valid destination name",
                    "Bean#noPartitions(String) cannot listen. Destination 'p' asks for 0 partitions",
                    "Bean#noConsumers(String) has concurrency = 0: it must be at least 1",
                    "are both named 'twice': give one of them another name",
                    "are both named 'topic.subscription': give one of them another name"));

    @Test
    void shouldFailTheBuild() {
        fail("The application must not start");
    }

    @Singleton
    static class Bean {

        @QueueListener("${some.queue}")
        void expression(String payload) {}

        @QueueListener("")
        void emptyQueue(String payload) {}

        @TopicListener(value = "t", subscription = "")
        void emptySubscription(String payload) {}

        @QueueListener("or/ders")
        void slash(String payload) {}

        @QueueListener(value = "p", partitions = 0)
        void noPartitions(String payload) {}

        @QueueListener(value = "q", concurrency = 0)
        void noConsumers(String payload) {}

        @QueueListener("twice")
        void once(String payload) {}

        @QueueListener("twice")
        void again(String payload) {}

        @TopicListener(value = "topic", subscription = "subscription")
        void byDefault(String payload) {}

        @QueueListener(value = "other", name = "topic.subscription")
        void byName(String payload) {}
    }
}

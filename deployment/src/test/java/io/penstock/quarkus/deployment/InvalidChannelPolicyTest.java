package io.penstock.quarkus.deployment;

import io.penstock.listener.DeadLetter;
import io.penstock.listener.Retry;
import io.quarkus.test.QuarkusUnitTest;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import static org.assertj.core.api.Assertions.fail;

class InvalidChannelPolicyTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = BuildProblems.of(Bean.class)
            .overrideConfigKey("mp.messaging.incoming.elsewhere.connector", "other")
            .overrideConfigKey("mp.messaging.incoming.twice.broadcast", "true")
            .assertException(BuildProblems.are(
                    "read the channel 'twice' with different policies",
                    "The channel 'elsewhere' is configured with an unknown connector",
                    "Bean#elsewhere(String) has @Retry or @DeadLetter, but the channel 'elsewhere' is one of the"
                            + " connector 'other'",
                    "Bean#inside(String) has @Retry or @DeadLetter, but the channel 'inside' has its messages from the"
                            + " application itself",
                    "Bean#emitted(String) has @Retry or @DeadLetter, but the channel 'emitted' has its messages from",
                    "Bean#hasty(String) has an invalid @Retry. Invalid retry policy: maxDuration = PT1S",
                    "Bean#discarding(String) has an invalid @DeadLetter. A dead-letter policy that discards has no use"
                            + " for the queue 'lost'"));

    @Test
    void shouldFailTheBuild() {
        fail("The application must not start");
    }

    @Singleton
    static class Bean {

        @Incoming("twice")
        @Retry(maxRetries = 1)
        void first(String body) {}

        @Incoming("twice")
        @Retry(maxRetries = 2)
        void second(String body) {}

        @Incoming("elsewhere")
        @Retry
        void elsewhere(String body) {}

        @Incoming("source")
        @Outgoing("inside")
        String through(String body) {
            return body;
        }

        @Incoming("inside")
        @Retry
        void inside(String body) {}

        @Inject
        @Channel("emitted")
        Emitter<String> emitter;

        @Incoming("emitted")
        @Retry
        void emitted(String body) {}

        @Incoming("hasty")
        @Retry(maxDuration = 1_000, delay = 2_000)
        void hasty(String body) {}

        @Incoming("discarding")
        @DeadLetter(value = "lost", policy = DeadLetter.Policy.DISCARD)
        void discarding(String body) {}
    }
}

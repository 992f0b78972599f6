package io.penstock.quarkus.deployment;

import io.penstock.listener.Key;
import io.penstock.listener.QueueListener;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.List;
import jakarta.inject.Singleton;

import static org.assertj.core.api.Assertions.fail;

class InvalidBatchTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = BuildProblems.of(Bean.class)
            .assertException(BuildProblems.are(
                    "Bean#single(String) has batchSize = 10 and takes single messages",
                    "Bean#tooMany(List) has batchSize = 10001: use 0 for what is usual, to 10000",
                    "Bean#negative(List) has batchSize = -1",
                    "Bean#unheld(List) has prefetch = 5 and batchSize = 10",
                    "Bean#mixed(List, String) takes batches, since its payload is a List, and java.lang.String beside",
                    "Bean#ofWhat(List) takes java.util.List<?>, which does not say of what",
                    "Bean#raw(List) takes java.util.List, which does not say of what",
                    "Bean#sum(List) takes batches and returns java.lang.String"));

    @Test
    void shouldFailTheBuild() {
        fail("The application must not start");
    }

    @Singleton
    @SuppressWarnings("rawtypes")
    static class Bean {

        @QueueListener(value = "fine", batchSize = 10)
        List<String> fine(List<String> payloads, @Key List<String> keys) {
            return payloads;
        }

        @QueueListener(value = "a", batchSize = 10)
        void single(String payload) {}

        @QueueListener(value = "b", batchSize = 10_001)
        void tooMany(List<String> payloads) {}

        @QueueListener(value = "c", batchSize = -1)
        void negative(List<String> payloads) {}

        @QueueListener(value = "d", batchSize = 10, prefetch = 5)
        void unheld(List<String> payloads) {}

        @QueueListener("e")
        void mixed(List<String> payloads, @Key String key) {}

        @QueueListener("f")
        void ofWhat(List<?> payloads) {}

        @QueueListener("g")
        void raw(List payloads) {}

        @QueueListener("h")
        String sum(List<String> payloads) {
            return "";
        }
    }
}

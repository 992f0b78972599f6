package io.penstock.quarkus.deployment;

import io.penstock.listener.QueueListener;
import io.penstock.listener.TopicListener;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import jakarta.inject.Singleton;

import static org.assertj.core.api.Assertions.fail;

class InvalidMethodTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = BuildProblems.of(Bean.class, Uncalled.class)
            .assertException(BuildProblems.are(
                    "Bean#hidden(String) is private",
                    "Bean#shared(String) is static",
                    "Bean#anything(String) returns java.lang.Object, which is not supported",
                    "Bean#stream(String) returns io.smallrye.mutiny.Multi",
                    "Bean#both(String) has both @QueueListener and @TopicListener",
                    "Uncalled#never(String) is a method of no CDI bean"));

    @Test
    void shouldFailTheBuild() {
        fail("The application must not start");
    }

    interface Uncalled {
        @QueueListener("never")
        default void never(String payload) {}
    }

    @Singleton
    static class Bean {

        @QueueListener("fine")
        Uni<Void> fine(String payload) {
            return Uni.createFrom().voidItem();
        }

        @QueueListener("a")
        private void hidden(String payload) {}

        @QueueListener("b")
        static void shared(String payload) {}

        @QueueListener("d")
        Object anything(String payload) {
            return payload;
        }

        @QueueListener("e")
        Multi<String> stream(String payload) {
            return Multi.createFrom().item(payload);
        }

        @QueueListener("f")
        @TopicListener(value = "g", subscription = "s")
        void both(String payload) {}
    }
}

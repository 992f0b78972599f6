package io.penstock.quarkus.deployment;

import io.penstock.listener.DeadLetter;
import io.penstock.listener.QueueListener;
import io.penstock.listener.TopicListener;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.io.IOException;
import jakarta.inject.Singleton;

import static org.assertj.core.api.Assertions.fail;

class InvalidDeadLetterTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = BuildProblems.of(Bean.class)
            .assertException(BuildProblems.are(
                    "Bean#discardsInto(String) has an invalid @DeadLetter. A dead-letter policy that discards has"
                            + " no use for the queue 'grave'",
                    "Bean#slash(String) has an invalid @DeadLetter. 'a/b' is no valid dead-letter queue name",
                    "Bean#routesTwice(String) has an @DeadLetter that routes java.io.IOException to 'one' and to 'two'",
                    "Bean#routesAway(String) has an invalid @DeadLetter. 'a b' is no valid dead-letter queue name",
                    "Bean#intoItself(String) has @DeadLetter(\"own\"), but that is where it listens",
                    "Bean#intoItsTopic(String) has @DeadLetter(\"news\"), but that is where it listens",
                    "Bean#routesIntoItself(String) has an @DeadLetter that routes java.io.IOException to 'looped', but"
                            + " that is where it listens",
                    "Bean#noListener(String) has @DeadLetter but is no listener"));

    @Test
    void shouldFailTheBuild() {
        fail("The application must not start");
    }

    @Singleton
    static class Bean {

        @QueueListener("fine")
        @DeadLetter(policy = DeadLetter.Policy.DISCARD)
        void fine(String payload) {}

        @QueueListener("a")
        @DeadLetter(value = "grave", policy = DeadLetter.Policy.DISCARD)
        void discardsInto(String payload) {}

        @QueueListener("b")
        @DeadLetter("a/b")
        void slash(String payload) {}

        @QueueListener("c")
        @DeadLetter(
                routes = {
                    @DeadLetter.Route(on = IOException.class, to = "one"),
                    @DeadLetter.Route(on = IOException.class, to = "two")
                })
        void routesTwice(String payload) {}

        @QueueListener("d")
        @DeadLetter(routes = @DeadLetter.Route(on = IOException.class, to = "a b"))
        void routesAway(String payload) {}

        @QueueListener("own")
        @DeadLetter("own")
        void intoItself(String payload) {}

        @TopicListener(value = "news", subscription = "own")
        @DeadLetter("news")
        void intoItsTopic(String payload) {}

        @QueueListener("looped")
        @DeadLetter(routes = @DeadLetter.Route(on = IOException.class, to = "looped"))
        void routesIntoItself(String payload) {}

        @DeadLetter("grave")
        void noListener(String payload) {}
    }
}

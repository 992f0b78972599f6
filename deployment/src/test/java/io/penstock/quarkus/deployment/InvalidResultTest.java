package io.penstock.quarkus.deployment;

import io.penstock.Message;
import io.penstock.listener.QueueListener;
import io.penstock.listener.SendTo;
import io.penstock.quarkus.SendsTo;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.mutiny.Uni;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.Optional;
import jakarta.inject.Singleton;

import static org.assertj.core.api.Assertions.fail;

class InvalidResultTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = BuildProblems.of(Bean.class)
            .assertException(BuildProblems.are(
                    "Bean#nothing(String) has @SendTo and no result that could be sent",
                    "Bean#nothingLater(String) has @SendTo and no result that could be sent",
                    "Bean#addressed(String) has @SendTo and returns messages",
                    "Bean#round(String) has @SendTo(\"d\") and listens to 'd' itself",
                    "Bean#invalid(String) has an invalid @SendTo.",
                    "Bean#wrongOne(String) has @SendsTo, by which a TypedSender is injected",
                    "Bean#optional(String) returns java.util.Optional<java.lang.String>, which is not supported",
                    "Bean#alone(String) has @SendTo but is no listener"));

    @Test
    void shouldFailTheBuild() {
        fail("The application must not start");
    }

    @Singleton
    static class Bean {

        @QueueListener("fine")
        @SendTo("next")
        String fine(String payload) {
            return payload;
        }

        @QueueListener("a")
        @SendTo("next")
        void nothing(String payload) {}

        @QueueListener("b")
        @SendTo("next")
        Uni<Void> nothingLater(String payload) {
            return Uni.createFrom().voidItem();
        }

        @QueueListener("c")
        @SendTo("next")
        Message addressed(String payload) {
            return Message.to("other").build();
        }

        @QueueListener("d")
        @SendTo("d")
        String round(String payload) {
            return payload;
        }

        @QueueListener("e")
        @SendTo("no name")
        String invalid(String payload) {
            return payload;
        }

        @QueueListener("f")
        @SendsTo("next")
        String wrongOne(String payload) {
            return payload;
        }

        @QueueListener("g")
        Optional<String> optional(String payload) {
            return Optional.of(payload);
        }

        @SendTo("next")
        String alone(String payload) {
            return payload;
        }
    }
}

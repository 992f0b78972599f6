package io.penstock.quarkus.deployment;

import io.penstock.Delivery;
import io.penstock.Message;
import io.penstock.listener.Body;
import io.penstock.listener.Header;
import io.penstock.listener.Key;
import io.penstock.listener.QueueListener;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.Map;
import java.util.Optional;
import jakarta.inject.Singleton;

import static org.assertj.core.api.Assertions.fail;

class InvalidParameterTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = BuildProblems.of(Bean.class, Shape.class)
            .assertException(BuildProblems.are(
                    "Bean#nothing() has no parameter for the message",
                    "Bean#onlyKey(String) has no parameter for the message",
                    "Bean#twoParts(String) has a parameter with more than one of @Body, @Key and @Header",
                    "Bean#twoBodies(String, String) has several parameters with @Body",
                    "Bean#number(String, Number) takes @Header as java.lang.Number: use String, byte[], boolean, int, long,"
                            + " double or another number, Instant, Duration, UUID, an enum, or an Optional of these",
                    "Bean#builder(String, Optional) takes @Header as java.lang.StringBuilder: use String",
                    "Bean#key(String, Integer) takes @Key as java.lang.Integer: use String or byte[]",
                    "Bean#nameless(String, String) has @Header without the name of a header",
                    "Bean#primitive(int) takes int as its payload, which is a primitive",
                    "Bean#array(String[]) takes java.lang.String[] as its payload, which is an array",
                    "Bean#matrix(byte[][]) takes byte[][] as its payload, which is an array",
                    "Bean#anInterface(Map) takes java.util.Map as its payload, which is an interface",
                    "Bean#anAbstractClass(InvalidParameterTest$Shape) takes",
                    "Bean#generic(Map) takes java.util.Map<java.lang.String, ?> as its payload, which is generic",
                    "Bean#variable(Object) takes T as its payload, which is a type variable",
                    "Bean#anything(Object) takes java.lang.Object as its payload, which is of no particular kind",
                    "Bean#second(String, String) takes java.lang.String after the payload"));

    @Test
    void shouldFailTheBuild() {
        fail("The application must not start");
    }

    abstract static class Shape {}

    @Singleton
    static class Bean {

        @QueueListener("fine")
        void fine(Delivery payload, Message second, Delivery third) {}

        @QueueListener("a")
        void nothing() {}

        @QueueListener("b")
        void primitive(int payload) {}

        @QueueListener("c")
        void array(String[] payload) {}

        @QueueListener("d")
        void matrix(byte[][] payload) {}

        @QueueListener("e")
        @SuppressWarnings("rawtypes")
        void anInterface(Map payload) {}

        @QueueListener("f")
        void anAbstractClass(Shape payload) {}

        @QueueListener("g")
        void generic(Map<String, ?> payload) {}

        @QueueListener("h")
        <T> void variable(T payload) {}

        @QueueListener("i")
        void anything(Object payload) {}

        @QueueListener("j")
        void second(String payload, String second) {}

        @QueueListener("only-key")
        void onlyKey(@Key String key) {}

        @QueueListener("two-parts")
        void twoParts(@Key @Body String key) {}

        @QueueListener("two-bodies")
        void twoBodies(@Body String one, @Body String other) {}

        @QueueListener("number")
        void number(String body, @Header("n") Number number) {}

        @QueueListener("builder")
        void builder(String body, @Header("n") Optional<StringBuilder> builder) {}

        @QueueListener("key")
        void key(String body, @Key Integer key) {}

        @QueueListener("nameless")
        void nameless(String body, @Header("") String header) {}
    }
}

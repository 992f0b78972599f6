package io.penstock.quarkus.deployment;

import io.penstock.Message;
import io.penstock.TypedSender;
import io.penstock.quarkus.SendsTo;
import io.penstock.quarkus.jta.OutsideTransaction;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.List;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import static org.assertj.core.api.Assertions.fail;

class InvalidSenderTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = BuildProblems.of(Bean.class)
            .assertException(BuildProblems.are(
                    "Bean#raw asks for io.penstock.TypedSender, which does not say exactly what it sends",
                    "Bean#anything asks for io.penstock.TypedSender<?>, which does not say exactly what it sends",
                    "Bean#list asks for io.penstock.TypedSender<java.util.List<? extends java.lang.Number>>, which",
                    "Bean#message asks for io.penstock.TypedSender<io.penstock.Message>, but a message is no object",
                    "Bean#nowhereAtAll asks for a TypedSender and does not say where it sends to",
                    "Bean#lookedUp cannot send. 'or/ders' is no valid destination name",
                    "Bean constructor cannot send. '' is no valid destination name"));

    @Test
    void shouldFailTheBuild() {
        fail("The application must not start");
    }

    @Singleton
    static class Bean {

        @Inject
        @SendsTo("a")
        @SuppressWarnings("rawtypes")
        TypedSender raw;

        @Inject
        @SendsTo("b")
        TypedSender<?> anything;

        @Inject
        @SendsTo("c")
        TypedSender<List<? extends Number>> list;

        @Inject
        @SendsTo("d")
        TypedSender<Message> message;

        @Inject
        @SendsTo("or/ders")
        Instance<TypedSender<String>> lookedUp;

        @Inject
        @OutsideTransaction
        TypedSender<String> nowhereAtAll;

        @Inject
        @SendsTo("${some.queue}")
        TypedSender<String> expression;

        @Inject
        Bean(@SendsTo("") TypedSender<String> nowhere) {}
    }
}

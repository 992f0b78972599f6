package io.penstock.quarkus.deployment;

import io.penstock.listener.QueueListener;
import io.penstock.listener.TopicListener;
import io.quarkus.test.Mock;
import io.quarkus.test.QuarkusUnitTest;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import static org.assertj.core.api.Assertions.fail;

/** Methods that no bean has, or that more than one thing would call. */
class InvalidFormTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = BuildProblems.of(
                    Named.class, Naming.class, Free.class, Produced.class, Producer.class, Channels.class, Two.class)
            .assertException(BuildProblems.are(
                    "Named#on(String) has the annotation, but",
                    "Free#on(Object) takes T as its payload, which is a type variable that the class of the bean",
                    "Produced#on(String) would not be called, since a producer or an extension replaces its bean",
                    "Channels#on(String) has both @QueueListener and @Incoming of Reactive Messaging",
                    "Channels#prices(String) has both @TopicListener and @Incoming of Reactive Messaging",
                    "Two#on(String) is a method of a class that can be no CDI bean, since it has several"));

    @Test
    void shouldFailTheBuild() {
        fail("The application must not start");
    }

    interface Named {

        @QueueListener("named")
        void on(String body);
    }

    @Singleton
    static class Naming implements Named {

        @Override
        public void on(String body) {}
    }

    @Dependent
    static class Free<T> {

        @QueueListener("free")
        void on(T body) {}
    }

    @ApplicationScoped
    static class Produced {

        @QueueListener("produced")
        void on(String body) {}
    }

    @Singleton
    static class Producer {

        @Produces
        @Mock
        @ApplicationScoped
        Produced produced() {
            return new Produced();
        }
    }

    @Singleton
    static class Channels {

        @QueueListener("a")
        @Incoming("b")
        void on(String body) {}

        @TopicListener(value = "c", subscription = "d")
        @Incoming("e")
        void prices(String body) {}
    }

    static class Two {

        Two(String one) {}

        Two(int other) {}

        @QueueListener("two")
        void on(String body) {}
    }
}

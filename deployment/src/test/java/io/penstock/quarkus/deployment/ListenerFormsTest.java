package io.penstock.quarkus.deployment;

import io.penstock.Broker;
import io.penstock.Message;
import io.penstock.listener.QueueListener;
import io.penstock.listener.Retry;
import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.arc.profile.UnlessBuildProfile;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.test.Mock;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Vetoed;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** All forms in which CDI gives a bean a method, or takes one away. */
class ListenerFormsTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.of(
            Heard.class,
            Order.class,
            Staging.class,
            Never.class,
            NotInTests.class,
            OnlyImplementation.class,
            Conditional.class,
            Kept.class,
            NotChosen.class,
            Wide.class,
            Narrow.class,
            Implementing.class,
            Base.class,
            Orders.class,
            Original.class,
            Replacement.class,
            Mocked.class,
            Mocking.class);

    @Inject
    Broker broker;

    @Inject
    Heard heard;

    private void expect(String queue, String body, String heardAs) {
        broker.send(Message.to(queue).body(body).build());
        await().untilAsserted(() -> assertThat(heard.all).contains(heardAs));
    }

    @Test
    void shouldDeclareNothingForABeanThatABuildConditionHasTakenAway() {
        for (var queue : List.of("staging", "never", "not-in-tests", "conditional", "kept", "not-chosen")) {
            assertThat(broker.destination(queue)).as(queue).isEmpty();
        }
    }

    @Test
    void shouldCallTheDefaultMethodOfAnInterface() {
        expect("wide", "a", "narrow a");
    }

    @Test
    void shouldReadTheClassThatASubclassNamesForATypeVariable() {
        expect("generic", "{\"id\": \"o1\"}", "generic Order[id=o1]");
        expect("generics", "{\"id\": \"o2\"}", "overridden Order[id=o2]");
    }

    @Test
    void shouldCallTheBeanThatTakesThePlaceOfAnother() {
        expect("original", "a", "Replacement a");
        assertThat(heard.all).noneMatch(each -> each.startsWith("Original"));
        assertThat(broker.destination("mocked"))
                .as("the mock overrides it without the annotation")
                .isEmpty();
    }

    record Order(String id) {}

    @Singleton
    static class Heard {
        final List<String> all = new CopyOnWriteArrayList<>();
    }

    @ApplicationScoped
    @IfBuildProfile("staging")
    @Retry(maxRetries = 2)
    static class Staging {

        @QueueListener("staging")
        void on(String body) {}
    }

    @Singleton
    @IfBuildProperty(name = "listeners.never", stringValue = "true")
    static class Never {

        @QueueListener("never")
        void on(String body) {}
    }

    @UnlessBuildProfile("test")
    static class NotInTests {

        @QueueListener("not-in-tests")
        void on(String body) {}
    }

    interface Conditional {

        @QueueListener("conditional")
        default void on(String body) {}
    }

    @Singleton
    @IfBuildProfile("staging")
    static class OnlyImplementation implements Conditional {}

    @Vetoed
    static class Kept {

        @QueueListener("kept")
        void on(String body) {}
    }

    @Alternative
    static class NotChosen {

        @QueueListener("not-chosen")
        void on(String body) {}
    }

    interface Wide<T> {

        void hear(String text);

        @QueueListener("wide")
        default void on(T body) {
            hear("wide " + body);
        }
    }

    interface Narrow extends Wide<String> {

        @Override
        @QueueListener("wide")
        default void on(String body) {
            hear("narrow " + body);
        }
    }

    @Singleton
    static class Implementing implements Wide<String>, Narrow {

        @Inject
        Heard heard;

        @Override
        public void hear(String text) {
            heard.all.add(text);
        }
    }

    abstract static class Base<T> {

        @Inject
        Heard heard;

        @QueueListener("generic")
        void on(T payload) {
            heard.all.add("generic " + payload);
        }

        void further(T payload) {}
    }

    @ApplicationScoped
    static class Orders extends Base<Order> {

        @Override
        @QueueListener("generics")
        void further(Order payload) {
            heard.all.add("overridden " + payload);
        }
    }

    @ApplicationScoped
    static class Original {

        @Inject
        Heard heard;

        @QueueListener("original")
        void on(String body) {
            heard.all.add(name() + " " + body);
        }

        String name() {
            return "Original";
        }
    }

    @Mock
    @ApplicationScoped
    static class Replacement extends Original {

        @Override
        String name() {
            return "Replacement";
        }
    }

    @ApplicationScoped
    static class Mocked {

        @QueueListener("mocked")
        void on(String body) {}
    }

    @Mock
    static class Mocking extends Mocked {

        @Override
        void on(String body) {}
    }
}

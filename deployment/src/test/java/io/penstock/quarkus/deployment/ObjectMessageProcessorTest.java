package io.penstock.quarkus.deployment;

import org.jboss.jandex.Index;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class ObjectMessageProcessorTest {

    @SuppressWarnings("serial")
    static class Base implements Serializable {}

    @SuppressWarnings("serial")
    static final class Order extends Base {}

    record Price(long cents) implements Serializable {}

    static final class NotSerializable {}

    private static final String PACKAGE = ObjectMessageProcessorTest.class.getPackageName();

    private Index index;

    @BeforeEach
    void index() throws IOException {
        index = Index.of(Base.class, Order.class, Price.class, NotSerializable.class);
    }

    @Test
    void shouldTakeANamedClassWithItsBases() {
        assertThat(names(Order.class.getName())).containsExactly(Order.class.getName(), Base.class.getName());
        assertThat(names("java.lang.Integer")).containsExactly("java.lang.Integer", "java.lang.Number");
    }

    @Test
    void shouldTakeWhatCanBeSerializedOfAPackage() {
        assertThat(names(PACKAGE + ".*"))
                .containsExactlyInAnyOrder(Base.class.getName(), Order.class.getName(), Price.class.getName());
        assertThat(names("io.penstock.**")).hasSize(3);
        assertThat(names("*")).hasSize(3);
        assertThat(names("io.penstock.*")).isEmpty();
    }

    @Test
    void shouldLetBeWhatIsNotThere() {
        assertThat(names("com.acme.Gone")).isEmpty();
        assertThat(names()).isEmpty();
    }

    private Iterable<String> names(String... patterns) {
        return ObjectMessageProcessor.names(List.of(patterns), index);
    }
}

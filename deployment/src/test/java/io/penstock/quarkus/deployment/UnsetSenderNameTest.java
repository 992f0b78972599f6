package io.penstock.quarkus.deployment;

import io.penstock.TypedSender;
import io.penstock.quarkus.SendsTo;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

class UnsetSenderNameTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.of(Bean.class)
            .assertException(failure -> assertThat(failure)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("@SendsTo(\"${some.queue}\") of " + Bean.class.getName() + "#orders: ")
                    .hasMessageContaining("refers to the property 'some.queue', which is not set"));

    @Test
    void shouldFailTheStart() {
        fail("The application must not start");
    }

    @Singleton
    static class Bean {

        @Inject
        @SendsTo("${some.queue}")
        TypedSender<String> orders;
    }
}

package io.penstock.postgres.invalid;

import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

class InvalidReturnTypeTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClass(ReactiveListener.class))
            .overrideConfigKey("quarkus.arc.exclude-types", "none")
            .overrideConfigKey("quarkus.datasource.devservices.enabled", "false")
            .assertException(failure -> assertThat(failure).hasStackTraceContaining("must return void"));

    @Test
    void shouldFailTheBuildWhenAHandlerReturnsAUni() {
        fail("The application was built.");
    }
}

package io.penstock.postgres.invalid;

import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

class InvalidClassAnnotationTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClass(IdempotentClass.class))
            .overrideConfigKey("quarkus.arc.exclude-types", "none")
            .overrideConfigKey("quarkus.datasource.devservices.enabled", "false")
            .assertException(failure -> assertThat(failure).hasStackTraceContaining("belongs on a listener method"));

    @Test
    void shouldFailTheBuildWhenAClassIsIdempotent() {
        fail("The application was built.");
    }
}

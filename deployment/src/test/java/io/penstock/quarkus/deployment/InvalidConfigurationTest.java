package io.penstock.quarkus.deployment;

import io.quarkus.runtime.util.ExceptionUtil;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.config.ConfigMapping;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import jakarta.inject.Inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

class InvalidConfigurationTest {

    /** An application's, or another module's. */
    @ConfigMapping(prefix = "penstock.other")
    interface Other {
        /** Read, and so known. */
        String name();
    }

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.of(Other.class)
            .overrideConfigKey("penstock.other.name", "fine")
            .overrideConfigKey("penstock.durabilty", "os")
            .overrideConfigKey("quarkus.penstock.destinations.\"orders\".parttions", "2")
            .overrideConfigKey("penstock.destinations.orders.kind", "queue")
            .assertException(failure -> assertThat(ExceptionUtil.getRootCause(failure))
                    .hasMessage("Penstock cannot start: penstock.durabilty is no property: did you mean"
                            + " penstock.durability? quarkus.penstock.destinations.\"orders\".parttions is no property: did"
                            + " you mean quarkus.penstock.destinations.\"orders\".partitions?"));

    @Inject
    Other other;

    @Test
    void shouldNotStartWithANameThatNobodyReads() {
        fail("The application must not start");
    }
}

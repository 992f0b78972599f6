package io.penstock.quarkus.deployment;

import io.quarkus.runtime.util.ExceptionUtil;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

class InvalidChoiceTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.of()
            .overrideRuntimeConfigKey("quarkus.penstock.listeners.\"orders\".ordering", "both")
            .overrideRuntimeConfigKey("how.safe", "often")
            .overrideRuntimeConfigKey("penstock.durability", "${how.safe}")
            .assertException(failure -> assertThat(ExceptionUtil.getRootCause(failure))
                    .hasMessage("Configuration validation failed:\n"
                            + "\tquarkus.penstock.durability = often: choose sync, os or memory.\n"
                            + "\tquarkus.penstock.listeners.\"orders\".ordering = both: choose none, key, group or"
                            + " partition."));

    @Test
    void shouldNotStartWithValuesThatAreNoChoice() {
        fail("The application must not start");
    }
}

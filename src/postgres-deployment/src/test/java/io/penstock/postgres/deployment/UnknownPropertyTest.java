package io.penstock.postgres.deployment;

import io.quarkus.runtime.util.ExceptionUtil;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

class UnknownPropertyTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.bare()
            .overrideConfigKey("quarkus.penstock.postgres.inbox.retenton", "1D")
            .overrideConfigKey("penstock.postgres.migrate-on-start", "false")
            .overrideConfigKey("quarkus.penstock.devservice.enabled", "false")
            .overrideConfigKey("quarkus.penstock.postgres.inbox.purge-interval", "2H")
            .assertException(failure -> assertThat(ExceptionUtil.getRootCause(failure))
                    .hasMessage("Penstock cannot start: penstock.postgres.migrate-on-start is no property: did you mean"
                            + " penstock.postgres.migrate-at-start? quarkus.penstock.devservice.enabled is no property:"
                            + " did you mean quarkus.penstock.devservices.enabled?"
                            + " quarkus.penstock.postgres.inbox.retenton is no property: did you mean"
                            + " quarkus.penstock.postgres.inbox.retention?"));

    @Test
    void shouldNotStartWithANameThatNobodyReads() {
        fail("The application must not start");
    }
}

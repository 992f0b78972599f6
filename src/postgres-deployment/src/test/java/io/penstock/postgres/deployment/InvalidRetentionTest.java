package io.penstock.postgres.deployment;

import io.quarkus.runtime.util.ExceptionUtil;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/** What is written under the short name is checked, and named by the long one. */
class InvalidRetentionTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.of()
            .overrideConfigKey("penstock.postgres.inbox.retention", "0S")
            .assertException(failure -> assertThat(ExceptionUtil.getRootCause(failure))
                    .hasMessage("Penstock cannot start: quarkus.penstock.postgres.inbox.retention = PT0S: choose 1s to"
                            + " 36525d."));

    @Test
    void shouldNotStartWithARetentionThatCannotBe() {
        fail("The application must not start");
    }
}

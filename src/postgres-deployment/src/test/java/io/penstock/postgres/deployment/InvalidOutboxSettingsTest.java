package io.penstock.postgres.deployment;

import io.quarkus.runtime.util.ExceptionUtil;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

class InvalidOutboxSettingsTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.of()
            .overrideConfigKey("quarkus.penstock.outbox.retry-delay", "1M")
            .overrideConfigKey("penstock.outbox.max-retry-delay", "30S")
            .assertException(failure -> assertThat(ExceptionUtil.getRootCause(failure))
                    .hasMessage(
                            "Penstock cannot start: quarkus.penstock.outbox.max-retry-delay = PT30S: choose at least"
                                    + " quarkus.penstock.outbox.retry-delay, which is PT1M, and at most 1d."));

    @Test
    void shouldNotStartWithAValueThatIsOutOfRange() {
        fail("The application must not start");
    }
}

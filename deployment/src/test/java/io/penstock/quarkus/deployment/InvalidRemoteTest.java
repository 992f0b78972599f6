package io.penstock.quarkus.deployment;

import io.quarkus.runtime.util.ExceptionUtil;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

class InvalidRemoteTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.of()
            .overrideRuntimeConfigKey("quarkus.penstock.engine", "remote")
            .assertException(failure -> assertThat(ExceptionUtil.getRootCause(failure))
                    .hasMessage(
                            "Penstock cannot start: quarkus.penstock.remote.servers = : name the server that has the"
                                    + " broker, HOST:PORT."));

    @Test
    void shouldNotStartWithoutAServer() {
        fail("The application must not start");
    }
}

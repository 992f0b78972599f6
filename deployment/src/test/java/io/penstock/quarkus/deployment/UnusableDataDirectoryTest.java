package io.penstock.quarkus.deployment;

import io.penstock.Broker;
import io.penstock.broker.BrokerOptions;
import io.penstock.broker.EmbeddedBroker;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.util.ExceptionUtil;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

class UnusableDataDirectoryTest {

    private static final Path DATA = TestApplication.emptyDirectory();

    private static Broker owner;

    /** Quarkus prints the message of exactly this kind of exception as one line, and ends with a status of 1. */
    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.on(DATA)
            .setBeforeAllCustomizer(() -> owner = EmbeddedBroker.open(BrokerOptions.in(DATA)))
            .setAfterAllCustomizer(() -> owner.close())
            .assertException(failure -> assertThat(ExceptionUtil.getRootCause(failure))
                    .isExactlyInstanceOf(ConfigurationException.class)
                    .hasMessageStartingWith("Penstock cannot start: ")
                    .hasMessageContaining(DATA.toString())
                    .hasNoSuppressedExceptions()
                    .extracting(Throwable::getMessage)
                    .asString()
                    .hasLineCount(1));

    @Test
    void shouldNotStartOnADirectoryThatAnotherBrokerHas() {
        fail("The application must not start");
    }
}

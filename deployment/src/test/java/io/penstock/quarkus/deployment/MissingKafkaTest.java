package io.penstock.quarkus.deployment;

import io.quarkus.runtime.util.ExceptionUtil;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/** The engine on Kafka is not part of the extension. */
class MissingKafkaTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.of()
            .overrideRuntimeConfigKey("quarkus.penstock.engine", "kafka")
            .overrideRuntimeConfigKey("kafka.bootstrap.servers", "localhost:1")
            .assertException(failure -> assertThat(Stream.iterate(failure, each -> each != null, Throwable::getCause)
                            .map(Throwable::getMessage))
                    .as(ExceptionUtil.generateStackTrace(failure))
                    .contains("Penstock cannot start: quarkus.penstock.engine = kafka: add the dependency"
                            + " io.penstock:penstock-kafka to the application, which is not there."));

    @Test
    void shouldNotStartWithoutTheLibrary() {
        fail("The application must not start");
    }
}

package io.penstock.quarkus.deployment;

import io.opentelemetry.api.OpenTelemetry;
import io.penstock.Broker;
import io.penstock.ConsumerOptions;
import io.penstock.Destination;
import io.penstock.Message;
import io.quarkus.builder.Version;
import io.quarkus.maven.dependency.Dependency;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.util.List;
import jakarta.inject.Inject;

import static org.assertj.core.api.Assertions.assertThat;

/** An application that has OpenTelemetry, and has turned it off. */
class DisabledTracingTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.of()
            .setForcedDependencies(
                    List.of(Dependency.of("io.quarkus", "quarkus-opentelemetry-deployment", Version.getVersion())))
            .overrideRuntimeConfigKey("quarkus.otel.sdk.disabled", "true");

    @Inject
    OpenTelemetry telemetry;

    @Inject
    Broker broker;

    @Test
    void shouldLeaveMessagesAsTheyAre() throws Exception {
        assertThat(telemetry).isNotSameAs(OpenTelemetry.noop());
        broker.declare(Destination.queue("orders").build());
        var current = telemetry.getTracer("test").spanBuilder("test").startSpan();
        try (var scope = current.makeCurrent();
                var consumer =
                        broker.consume(ConsumerOptions.ofQueue("orders", "test").build())) {
            assertThat(scope).isNotNull();
            broker.send(Message.to("orders").body("x").build());

            var delivery = consumer.receive(Duration.ofMinutes(1)).orElseThrow();
            assertThat(delivery.message().headers()).isEmpty();
            delivery.accept();
        } finally {
            current.end();
        }
    }
}

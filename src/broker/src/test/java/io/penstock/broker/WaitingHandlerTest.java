package io.penstock.broker;

import io.penstock.ConsumerOptions;
import io.penstock.Destination;
import org.junit.jupiter.api.Test;

import java.util.concurrent.CompletableFuture;

import static org.assertj.core.api.Assertions.assertThat;

class WaitingHandlerTest extends BrokerTest {

    /** Which would wait for ever, and with it everybody who has the same dispatch loop. */
    @Test
    void shouldRefuseAHandlerThatWaitsForItsOwnLoop() {
        broker.declare(Destination.queue("orders").build());
        send("orders", "a");
        var thrown = new CompletableFuture<RuntimeException>();
        try (var consumer =
                broker.consume(ConsumerOptions.ofQueue("orders", "waits").build(), deliveries -> {
                    try {
                        deliveries.get(0).accept();
                        thrown.complete(null);
                    } catch (RuntimeException e) {
                        thrown.complete(e);
                    }
                })) {
            consumer.request(1);

            assertThat(thrown).succeedsWithin(PATIENCE);
            assertThat(thrown.join()).isInstanceOf(IllegalStateException.class).hasMessageContaining("wait for itself");
        }
    }
}

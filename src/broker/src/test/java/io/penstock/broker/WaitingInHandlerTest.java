package io.penstock.broker;

import io.penstock.Consumer;
import io.penstock.ConsumerOptions;
import io.penstock.DeadLetterReason;
import io.penstock.Destination;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** A handler has the turn of the loop that everything else waits for. */
class WaitingInHandlerTest extends BrokerTest {

    @Test
    void shouldRefuseCallsThatWouldWaitForTheirOwnThread() {
        broker.declare(Destination.queue("orders").build());
        var refusals = new CompletableFuture<List<Throwable>>();
        var self = new AtomicReference<Consumer>();
        var consumer = broker.consume(ConsumerOptions.ofQueue("orders", "c").build(), deliveries -> {
            var delivery = deliveries.get(0);
            var calls = List.<ThrowingCallable>of(
                    delivery::accept,
                    () -> delivery.release(Duration.ZERO, false),
                    () -> delivery.fail(new IllegalStateException("failed")),
                    () -> delivery.reject(DeadLetterReason.REJECTED, "no", null),
                    () -> delivery.renew(Duration.ofMinutes(1)),
                    () -> self.get().accept(deliveries),
                    () -> self.get().drain(),
                    () -> broker.begin().commit(),
                    () -> broker.begin().prepare(new byte[] {1}));
            var thrown = new ArrayList<Throwable>();
            calls.forEach(call -> thrown.add(catchThrowable(call)));
            delivery.acceptAsync();
            refusals.complete(thrown);
        });
        self.set(consumer);
        send("orders", "a");

        consumer.request(1);

        assertThat(refusals)
                .succeedsWithin(PATIENCE)
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .hasSize(9)
                .allSatisfy(each -> assertThat(each).isInstanceOf(IllegalStateException.class));
    }
}

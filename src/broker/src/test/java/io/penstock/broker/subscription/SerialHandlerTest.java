package io.penstock.broker.subscription;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;

class SerialHandlerTest {

    /** With a handler of its own for each loop, the second one would be called while the first is. */
    @Test
    void shouldLetTheSecondLoopWaitForTheFirst() throws InterruptedException {
        var calls = new AtomicInteger();
        var most = new AtomicInteger();
        var goOn = new CountDownLatch(1);
        var handler = new SerialHandler(deliveries -> {
            most.accumulateAndGet(calls.incrementAndGet(), Math::max);
            Awaitility.await().until(() -> goOn.getCount() == 0);
            calls.decrementAndGet();
        });
        var first = new Thread(() -> handler.handle(List.of()));
        var second = new Thread(() -> handler.handle(List.of()));
        first.start();
        Awaitility.await().until(() -> calls.get() == 1);
        second.start();
        Awaitility.await().until(() -> second.getState() == Thread.State.BLOCKED);

        goOn.countDown();
        first.join();
        second.join();

        assertThat(most).hasValue(1);
    }
}

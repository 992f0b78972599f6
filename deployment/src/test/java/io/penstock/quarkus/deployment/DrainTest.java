package io.penstock.quarkus.deployment;

import io.penstock.Broker;
import io.penstock.Message;
import io.penstock.broker.BrokerOptions;
import io.penstock.broker.EmbeddedBroker;
import io.penstock.listener.QueueListener;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import static org.assertj.core.api.Assertions.assertThat;

/** The application stops while two listeners are running: one ends in time, the other does not. It has no metrics. */
class DrainTest {

    private static final Path DATA = TestApplication.emptyDirectory();

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.on(DATA, Bean.class)
            .overrideConfigKey("quarkus.micrometer.enabled", "false")
            .overrideRuntimeConfigKey("penstock.drain-timeout", "2s")
            .setAfterUndeployListener(DrainTest::verifyWhatIsLeft);

    @Inject
    Broker broker;

    @Inject
    Bean bean;

    @Test
    void shouldLetRunningListenersEnd() throws Exception {
        broker.send(Message.to("ends").body("x").build());
        broker.send(Message.to("hangs").body("x").build());
        assertThat(bean.running.await(120, TimeUnit.SECONDS)).isTrue();
    }

    private static void verifyWhatIsLeft() {
        try (var reopened = EmbeddedBroker.open(BrokerOptions.in(DATA))) {
            assertThat(waiting(reopened, "ends")).as("accepted while draining").isZero();
            assertThat(waiting(reopened, "hangs")).as("released, not lost").isEqualTo(1);
        }
    }

    private static long waiting(Broker broker, String queue) {
        return broker.statistics(queue).subscriptions().get(0).waiting();
    }

    @Singleton
    static class Bean {

        private static final int BEFORE_PENSTOCK = -1;

        final CountDownLatch running = new CountDownLatch(2);
        private final CountDownLatch stopping = new CountDownLatch(1);
        private final CountDownLatch stopped = new CountDownLatch(1);

        @QueueListener("ends")
        void ends(String payload) throws InterruptedException {
            running.countDown();
            stopping.await();
        }

        @QueueListener("hangs")
        void hangs(String payload) throws InterruptedException {
            running.countDown();
            stopped.await();
        }

        void stop(@Observes @Priority(BEFORE_PENSTOCK) ShutdownEvent event) {
            stopping.countDown();
        }

        @PreDestroy
        void destroyed() {
            stopped.countDown();
        }
    }
}

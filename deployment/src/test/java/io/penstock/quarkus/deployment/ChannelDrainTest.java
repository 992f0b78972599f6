package io.penstock.quarkus.deployment;

import io.penstock.Broker;
import io.penstock.Message;
import io.penstock.broker.BrokerOptions;
import io.penstock.broker.EmbeddedBroker;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.common.annotation.Blocking;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import static org.assertj.core.api.Assertions.assertThat;

/** At the end channels stop taking before the application closes what they need, and wait no longer than it says. */
class ChannelDrainTest {

    private static final Path DATA = TestApplication.emptyDirectory();

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.on(DATA, Bean.class)
            .overrideConfigKey("quarkus.micrometer.enabled", "false")
            .overrideRuntimeConfigKey("penstock.drain-timeout", "1s")
            .overrideConfigKey("mp.messaging.incoming.hangs.connector", "penstock")
            .overrideConfigKey("mp.messaging.incoming.hangs.close-timeout", "10m")
            .overrideConfigKey("mp.messaging.incoming.late.connector", "penstock")
            .setAfterUndeployListener(ChannelDrainTest::verifyWhatIsLeft);

    @Inject
    Broker broker;

    @Inject
    Bean bean;

    @Test
    void shouldBeginToWorkOnAMessage() throws Exception {
        broker.send(Message.to("hangs").body("x").build());
        assertThat(bean.running.await(30, TimeUnit.SECONDS)).isTrue();
    }

    /** That this is reached at all shows that nobody waited for the ten minutes of the channel. */
    private static void verifyWhatIsLeft() {
        try (var reopened = EmbeddedBroker.open(BrokerOptions.in(DATA))) {
            assertThat(waiting(reopened, "hangs")).as("given back, not lost").isEqualTo(1);
            assertThat(waiting(reopened, "late"))
                    .as("not taken after the end had begun")
                    .isEqualTo(1);
        }
    }

    private static long waiting(Broker broker, String queue) {
        return broker.statistics(queue).subscriptions().get(0).waiting();
    }

    @Singleton
    static class Bean {

        @Inject
        Broker broker;

        final CountDownLatch running = new CountDownLatch(1);
        private final CountDownLatch stopped = new CountDownLatch(1);

        @Incoming("hangs")
        @Blocking
        void hangs(String payload) throws InterruptedException {
            running.countDown();
            stopped.await();
        }

        @Incoming("late")
        void late(String payload) {}

        void stop(@Observes ShutdownEvent event) {
            broker.send(Message.to("late").body("x").build());
            stopped.countDown();
        }

        @PreDestroy
        void destroyed() {
            stopped.countDown();
        }
    }
}

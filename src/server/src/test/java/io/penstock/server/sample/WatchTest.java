package io.penstock.server.sample;

import io.penstock.Broker;
import io.penstock.broker.BrokerOptions;
import io.penstock.broker.EmbeddedBroker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WatchTest {

    @TempDir
    Path directory;

    private final AtomicLong nanos = new AtomicLong();
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private Broker broker;

    @BeforeEach
    void open() {
        broker = EmbeddedBroker.open(BrokerOptions.in(directory));
    }

    @AfterEach
    void close() {
        scheduler.shutdownNow();
        broker.close();
    }

    @Test
    void shouldEndWhenNothingIsLeftToDo() {
        var work = new Work(3, Duration.ofHours(1));

        try (var watch = Watch.over(broker, work, nanos::get, scheduler)) {
            assertThat(watch.awaitEnd()).isTrue();
        }
    }

    @Test
    void shouldGiveUpWhenNothingHappensForLong() {
        var work = new Work(Integer.MAX_VALUE, Watch.PATIENCE.plusSeconds(1));
        work.stuck = true;

        try (var watch = Watch.over(broker, work, nanos::get, scheduler)) {
            assertThat(watch.awaitEnd()).isFalse();
        }
    }

    @Test
    void shouldSayThatTheBrokerIsGone() {
        broker.close();

        try (var watch = Watch.over(broker, new Work(1, Duration.ZERO), nanos::get, scheduler)) {
            assertThatThrownBy(watch::awaitEnd)
                    .isInstanceOf(SampleProblem.class)
                    .hasMessageContaining("CLOSED");
        }
    }

    /** Ends after some looks, between which time passes. */
    private final class Work implements Watch.Watched {

        private final int looksUntilEnd;
        private final Duration timePerLook;
        private final AtomicInteger looks = new AtomicInteger();
        private volatile boolean stuck;

        Work(int looksUntilEnd, Duration timePerLook) {
            this.looksUntilEnd = looksUntilEnd;
            this.timePerLook = timePerLook;
        }

        @Override
        public void look() {
            looks.incrementAndGet();
            nanos.addAndGet(timePerLook.toNanos());
        }

        @Override
        public long progress() {
            return stuck ? 0 : looks.get();
        }

        @Override
        public boolean ended() {
            return looks.get() == looksUntilEnd;
        }
    }
}

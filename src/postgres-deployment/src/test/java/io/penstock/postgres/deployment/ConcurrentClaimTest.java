package io.penstock.postgres.deployment;

import io.penstock.postgres.deployment.PaymentListener.Then;
import io.penstock.spi.HandlerScope;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import jakarta.inject.Inject;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Two deliveries of one message at once, as after a lease that expired while its handler was still running. */
class ConcurrentClaimTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.of();

    private static final String WAITING =
            "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query like '%penstock_inbox%'";

    @Inject
    PaymentListener listener;

    @Inject
    Sql sql;

    private String id;
    private ExecutorService threads;
    private CountDownLatch firstMayEnd;

    /** All tests run on one instance of this class. */
    @BeforeEach
    void chooseAnotherMessage() {
        id = "m-" + UUID.randomUUID();
        threads = Executors.newFixedThreadPool(2);
        firstMayEnd = new CountDownLatch(1);
    }

    @AfterEach
    void stopThreads() {
        firstMayEnd.countDown();
        threads.shutdownNow();
    }

    @Test
    void shouldWaitForTheFirstRunAndSkipTheSecondWhenTheFirstCommits() throws Exception {
        // given
        var first = handleAndHold(Then.NOTHING);
        var secondRan = new CompletableFuture<Boolean>();
        var second = deliver(() -> secondRan.complete(true));
        awaitWaitingClaim();

        // when
        firstMayEnd.countDown();

        // then
        first.get(120, SECONDS);
        second.get(120, SECONDS);
        assertThat(secondRan).isNotDone();
        assertThat(payments()).isEqualTo(1);
    }

    @Test
    void shouldRunTheSecondWhenTheFirstRollsBack() throws Exception {
        // given
        var first = handleAndHold(() -> {
            throw new IllegalArgumentException("the first run fails");
        });
        var secondRan = new CompletableFuture<Boolean>();
        var second = deliver(() -> secondRan.complete(true));
        awaitWaitingClaim();
        assertThat(secondRan).isNotDone();

        // when
        firstMayEnd.countDown();

        // then
        assertThat(first).failsWithin(Duration.ofSeconds(10));
        second.get(120, SECONDS);
        assertThat(secondRan).isCompletedWithValue(true);
        assertThat(payments()).isEqualTo(1);
    }

    /** Returns when the handler is running, and has it wait until the test lets it end. */
    private Future<?> handleAndHold(Then end) throws Exception {
        var running = new CountDownLatch(1);
        var handling = deliver(() -> {
            running.countDown();
            assertThat(firstMayEnd.await(120, SECONDS)).isTrue();
            end.run();
        });
        assertThat(running.await(120, SECONDS)).isTrue();
        return handling;
    }

    private Future<?> deliver(Then then) {
        return threads.submit(() -> HandlerScope.with(FakeDelivery.of("orders", "orders", id), () -> {
            listener.inTransaction(then);
            return null;
        }));
    }

    private void awaitWaitingClaim() {
        await().atMost(120, SECONDS).until(() -> sql.count(WAITING) == 1);
    }

    private long payments() {
        return QuarkusTransaction.requiringNew().call(() -> Payment.count("messageId", id));
    }
}

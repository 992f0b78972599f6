package io.penstock.server.health;

import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class DatabaseReadinessTest {

    /** No answer of these tests takes so long, unless it waits for the database. */
    private static final Duration LONG = Duration.ofMinutes(3);

    private final ExecutorService executor = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    private DatabaseReadiness readiness(Callable<Boolean> database, boolean isRequired) {
        return new DatabaseReadiness(database, isRequired, LONG, executor);
    }

    private static void requireSaid(HealthCheckResponse response, Status status, DatabaseReadiness.State state) {
        assertThat(response.getStatus()).isEqualTo(status);
        assertThat(response.getData().orElseThrow()).containsEntry("state", state.name());
    }

    @Test
    void shouldBeReadyWithoutADatabase() {
        requireSaid(readiness(null, true).call(), Status.UP, DatabaseReadiness.State.NOT_CONFIGURED);
    }

    @Test
    void shouldStayReadyWhileTheDatabaseIsAwayUnlessItIsRequired() {
        for (var isRequired : new boolean[] {false, true}) {
            var expected = isRequired ? Status.DOWN : Status.UP;
            requireSaid(readiness(() -> true, isRequired).call(), Status.UP, DatabaseReadiness.State.ANSWERS);
            requireSaid(readiness(() -> false, isRequired).call(), expected, DatabaseReadiness.State.AWAY);
        }
    }

    @Test
    void shouldTellNobodyWhatTheDriverSays() {
        var response = readiness(
                        () -> {
                            throw new SQLException("password authentication failed for user \"ada\"");
                        },
                        false)
                .call();

        requireSaid(response, Status.UP, DatabaseReadiness.State.AWAY);
        assertThat(response.getData().orElseThrow().get("detail").toString()).doesNotContain("ada");
    }

    @Test
    void shouldNeitherWaitForADatabaseThatHangsNorAskItTwice() {
        var goOn = new CountDownLatch(1);
        var questions = new AtomicInteger();
        var readiness = new DatabaseReadiness(
                () -> {
                    questions.incrementAndGet();
                    return goOn.await(LONG.toSeconds(), TimeUnit.SECONDS);
                },
                false,
                Duration.ZERO,
                executor);

        requireSaid(readiness.call(), Status.UP, DatabaseReadiness.State.AWAY);
        requireSaid(readiness.call(), Status.UP, DatabaseReadiness.State.AWAY);

        await().until(() -> questions.get() == 1);
        goOn.countDown();
        await().untilAsserted(() -> requireSaid(readiness.call(), Status.UP, DatabaseReadiness.State.ANSWERS));
    }
}

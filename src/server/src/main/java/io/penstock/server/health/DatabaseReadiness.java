package io.penstock.server.health;

import io.agroal.api.AgroalDataSource;
import io.quarkus.arc.InjectableInstance;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Says whether the database answers. That makes the server not ready only where its operator wants it so: queues and
 * topics need no database. Takes the place of Quarkus' own check, which takes the server out of service.
 */
@Readiness
@Singleton
final class DatabaseReadiness implements HealthCheck {

    private static final Logger LOG = Logger.getLogger(DatabaseReadiness.class);

    /** Half of what Kubernetes waits by default: a database that hangs must not make what the broker says late. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    /** What is said of the database. Anybody may read it, so it has nothing of what the database or its driver says. */
    enum State {
        NOT_CONFIGURED("There is no database: quarkus.datasource.jdbc.url is not set."),
        ANSWERS("The database answers."),
        AWAY("The database does not answer. Inbox, outbox and triage wait for it; everything else is served.");

        private final String detail;

        State(String detail) {
            this.detail = detail;
        }
    }

    private final @Nullable Callable<Boolean> database;
    private final boolean isRequired;
    private final Duration patience;
    private final Executor executor;

    /** The question that is under way, or the last one. There is never a second, however long the database hangs. */
    private @Nullable CompletableFuture<State> question;

    private State told = State.ANSWERS;

    @Inject
    DatabaseReadiness(
            InjectableInstance<AgroalDataSource> dataSource,
            ReadinessSettings settings,
            ScheduledExecutorService executor) {
        this(
                dataSource.listActive().stream()
                        .findFirst()
                        .<Callable<Boolean>>map(active -> () -> active.isHealthy(false))
                        .orElse(null),
                settings.requiresDatabase(),
                PATIENCE,
                executor);
    }

    /** @param database answers whether the database does; null if there is none */
    DatabaseReadiness(@Nullable Callable<Boolean> database, boolean isRequired, Duration patience, Executor executor) {
        this.database = database;
        this.isRequired = isRequired;
        this.patience = patience;
        this.executor = executor;
    }

    @Override
    public HealthCheckResponse call() {
        var state = database == null ? State.NOT_CONFIGURED : answer(question(database));
        return HealthCheckResponse.named("Penstock database")
                .status(state != State.AWAY || !isRequired)
                .withData("state", state.name())
                .withData("detail", state.detail)
                .build();
    }

    private synchronized CompletableFuture<State> question(Callable<Boolean> asked) {
        if (question == null || question.isDone()) {
            question = CompletableFuture.supplyAsync(() -> ask(asked), executor);
        }
        return question;
    }

    private State answer(CompletableFuture<State> asked) {
        try {
            return asked.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return State.AWAY;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return State.AWAY;
        }
    }

    private State ask(Callable<Boolean> asked) {
        try {
            return tell(asked.call() ? State.ANSWERS : State.AWAY, "its connection is not valid");
        } catch (Exception e) {
            return tell(State.AWAY, e);
        }
    }

    /** The log is told of each change, with the reason that the answer keeps for itself. */
    private synchronized State tell(State state, Object reason) {
        if (state != told) {
            told = state;
            if (state == State.AWAY) {
                LOG.warnf("%s (%s)", state.detail, reason);
            } else {
                LOG.info("The database answers again.");
            }
        }
        return state;
    }
}

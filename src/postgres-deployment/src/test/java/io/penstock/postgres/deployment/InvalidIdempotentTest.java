package io.penstock.postgres.deployment;

import io.penstock.postgres.Idempotent;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.mutiny.Uni;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/** Beans that the inbox cannot keep its promise for: each is named, with what is wrong with it. */
class InvalidIdempotentTest {

    /** Its methods would all be called as handlers. */
    @Idempotent
    @ApplicationScoped
    public static class IdempotentClass {

        void handle(String order) {}
    }

    /** Its result would complete after the transaction of the claim. */
    @ApplicationScoped
    public static class ReactiveListener {

        @Idempotent
        Uni<Void> handle(String order) {
            return Uni.createFrom().voidItem();
        }

        @Idempotent
        void handleInTime(String order) {}
    }

    /** A class that is no bean itself. */
    public abstract static class Inherited {

        @Idempotent
        CompletionStage<Void> inherited(String order) {
            return CompletableFuture.completedFuture(null);
        }

        @Idempotent
        Object overridden(String order) {
            return order;
        }
    }

    /** It inherits one mistake, and corrects another. */
    @Dependent
    public static class Heir extends Inherited {

        @Override
        Object overridden(String order) {
            return order;
        }
    }

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.bare(
                    IdempotentClass.class, ReactiveListener.class, Inherited.class, Heir.class)
            .assertException(failure -> assertThat(failure)
                    .hasStackTraceContaining("Found 3 deployment problems")
                    .hasStackTraceContaining(IdempotentClass.class.getName() + " is @Idempotent: the annotation belongs"
                            + " on a listener method, not on its class")
                    .hasStackTraceContaining(ReactiveListener.class.getName() + ".handle is @Idempotent and returns"
                            + " Uni: an @Idempotent method must return void")
                    .hasStackTraceContaining(Inherited.class.getName() + ".inherited is @Idempotent and returns"
                            + " CompletionStage: an @Idempotent method must return void"));

    @Test
    void shouldFailTheBuildWhereTheInboxCannotKeepItsPromise() {
        fail("The application was built.");
    }
}

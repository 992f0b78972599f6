package io.penstock.quarkus.deployment;

import io.penstock.listener.QueueListener;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;

import static org.assertj.core.api.Assertions.fail;

class InvalidThreadTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = BuildProblems.of(Bean.class)
            .assertException(BuildProblems.are(
                    "Bean#both(String) has @NonBlocking, which asks for an event loop, and @RunOnVirtualThread",
                    "Bean#waiting(String) has @NonBlocking and @Transactional, but no transaction can begin on an event"
                            + " loop",
                    "Bean#completing(String) has @NonBlocking and @Transactional, but no transaction can begin",
                    "Bean#uncalledYet(String) has @Transactional(MANDATORY)",
                    "Bean#uncalled(String) has @Transactional(MANDATORY)"));

    @Test
    void shouldFailTheBuild() {
        fail("The application must not start");
    }

    @Singleton
    static class Bean {

        @QueueListener("fine")
        @NonBlocking
        void fine(String payload) {}

        @QueueListener("a")
        @NonBlocking
        @RunOnVirtualThread
        void both(String payload) {}

        @QueueListener("b")
        @NonBlocking
        @Transactional
        void waiting(String payload) {}

        @QueueListener("completing")
        @NonBlocking
        @Transactional
        Uni<Void> completing(String payload) {
            return Uni.createFrom().voidItem();
        }

        @QueueListener("on-a-worker")
        @Transactional
        Uni<Void> onAWorker(String payload) {
            return Uni.createFrom().voidItem();
        }

        @QueueListener("uncalled-yet")
        @Transactional(Transactional.TxType.MANDATORY)
        Uni<Void> uncalledYet(String payload) {
            return Uni.createFrom().voidItem();
        }

        @QueueListener("c")
        @Transactional(Transactional.TxType.MANDATORY)
        void uncalled(String payload) {}
    }
}

package io.penstock.quarkus.deployment;

import io.penstock.Broker;
import io.penstock.Message;
import io.penstock.listener.QueueListener;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A run that takes longer than it may: what the method returned is cancelled, and the message runs again. */
class OverdueRunTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.of(Slow.class);

    @Inject
    Broker broker;

    @Inject
    Slow slow;

    @Test
    void shouldCancelTheUniItself() {
        broker.send(Message.to("unis").body("a").build());
        await().untilAsserted(() -> assertThat(slow.effects).contains("uni cancelled", "uni done"));

        slow.emitter.complete(null);
        assertThat(slow.effects).doesNotContain("uni effect");
    }

    @Test
    void shouldCancelTheStageItself() {
        broker.send(Message.to("stages").body("a").build());
        await().untilAsserted(() -> assertThat(slow.effects).contains("stage done"));

        // A method that takes that long itself is interrupted first, and what it returns is cancelled then.
        await().until(() -> slow.returned.isCancelled());
        slow.before.complete(null);
        assertThat(slow.effects).doesNotContain("stage effect");
    }

    @Singleton
    static class Slow {

        final List<String> effects = new CopyOnWriteArrayList<>();
        final CompletableFuture<Void> before = new CompletableFuture<>();

        volatile CompletableFuture<Void> returned;
        volatile UniEmitter<? super Void> emitter;

        @QueueListener(value = "unis", lease = "100ms", maxProcessingTime = "200ms")
        Uni<Void> uni(String body) {
            if (emitter != null) {
                effects.add("uni done");
                return Uni.createFrom().voidItem();
            }
            return Uni.createFrom()
                    .<Void>emitter(given -> emitter = given)
                    .invoke(() -> effects.add("uni effect"))
                    .onCancellation()
                    .invoke(() -> effects.add("uni cancelled"));
        }

        @QueueListener(value = "stages", lease = "100ms", maxProcessingTime = "200ms")
        CompletionStage<Void> stage(String body) {
            if (returned != null) {
                effects.add("stage done");
                return CompletableFuture.completedFuture(null);
            }
            returned = before.thenRun(() -> effects.add("stage effect"));
            return returned;
        }
    }
}

package io.penstock.connector;

import io.smallrye.common.vertx.VertxContext;
import io.smallrye.reactive.messaging.annotations.Blocking;
import io.smallrye.reactive.messaging.providers.locals.LocalContextMetadata;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import jakarta.enterprise.context.ApplicationScoped;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ContextPropagationTest extends EmbeddedBrokerTest {

    @ApplicationScoped
    static class Pipeline {
        private final List<String> seen = new CopyOnWriteArrayList<>();
        private final Set<Context> contexts = ConcurrentHashMap.newKeySet();

        @Incoming("in")
        @Outgoing("blocking")
        String remember(String text) {
            var context = Vertx.currentContext();
            assertThat(VertxContext.isOnDuplicatedContext()).isTrue();
            assertThat(contexts.add(context)).as("a context of its own").isTrue();
            context.putLocal("text", text);
            return text;
        }

        @Incoming("blocking")
        @Outgoing("last")
        @Blocking
        String work(String text) {
            assertThat(Vertx.currentContext().<String>getLocal("text")).isEqualTo(text);
            return text;
        }

        @Incoming("last")
        void end(String text) {
            seen.add(text + " " + Vertx.currentContext().<String>getLocal("text"));
        }

        List<String> seen() {
            return seen;
        }
    }

    @Test
    void shouldCarryTheContextOfAMessageThroughEveryStage() {
        try (var application = ReactiveApplication.on(broker).incoming("in").start(Pipeline.class)) {
            send("in", IntStream.range(0, 20).mapToObj(i -> "m" + i).toArray(String[]::new));

            await().untilAsserted(() -> assertThat(queue("in").accepted()).isEqualTo(20));
            assertThat(application.get(Pipeline.class).seen())
                    .containsExactlyElementsOf(IntStream.range(0, 20)
                            .mapToObj(i -> "m" + i + " m" + i)
                            .toList());
        }
    }

    @ApplicationScoped
    static class AckOnContext {
        private final List<Boolean> onContext = new CopyOnWriteArrayList<>();

        @Incoming("in")
        CompletionStage<Void> take(Message<String> message) {
            var own = message.getMetadata(LocalContextMetadata.class)
                    .orElseThrow()
                    .context();
            var settled = message.getPayload().equals("bad") ? message.nack(new Exception("bad")) : message.ack();
            return settled.thenAccept(nothing -> onContext.add(Vertx.currentContext() == own));
        }

        List<Boolean> onContext() {
            return onContext;
        }
    }

    @Test
    void shouldCompleteAckAndNackOnTheContextOfTheMessage() {
        try (var application = ReactiveApplication.on(broker)
                .incoming("in", "wait-for-settlement", "true")
                .start(AckOnContext.class)) {
            send("in", "good", "bad", "good");

            await().untilAsserted(() ->
                    assertThat(application.get(AckOnContext.class).onContext()).containsExactly(true, true, true));
        }
    }
}

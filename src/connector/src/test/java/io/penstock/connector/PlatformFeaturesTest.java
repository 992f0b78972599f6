package io.penstock.connector;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Multi;
import io.smallrye.reactive.messaging.ChannelRegistry;
import io.smallrye.reactive.messaging.IncomingInterceptor;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.OutgoingInterceptor;
import io.smallrye.reactive.messaging.annotations.Merge;
import io.smallrye.reactive.messaging.observation.DefaultMessageObservation;
import io.smallrye.reactive.messaging.observation.MessageObservation;
import io.smallrye.reactive.messaging.observation.MessageObservationCollector;
import io.smallrye.reactive.messaging.observation.ObservationContext;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What Reactive Messaging does for the channels of every connector works with ours. */
class PlatformFeaturesTest extends EmbeddedBrokerTest {

    @ApplicationScoped
    static class Words {
        private final List<String> seen = new CopyOnWriteArrayList<>();

        @Inject
        @Channel("out")
        MutinyEmitter<String> out;

        @Incoming("in")
        void take(String word) {
            seen.add(word);
            if (word.contains("bad")) {
                throw new IllegalStateException(word);
            }
        }

        List<String> seen() {
            return seen;
        }

        void send(String word) {
            out.sendAndAwait(word);
        }
    }

    @ApplicationScoped
    @Identifier("in")
    static class WayIn implements IncomingInterceptor {
        private final List<String> log = new CopyOnWriteArrayList<>();

        @Override
        public Message<?> afterMessageReceive(Message<?> message) {
            log.add("received");
            return message;
        }

        @Override
        public void onMessageAck(Message<?> message) {
            log.add("acked");
        }

        @Override
        public void onMessageNack(Message<?> message, Throwable failure) {
            log.add("nacked");
        }

        List<String> log() {
            return log;
        }
    }

    @ApplicationScoped
    @Identifier("out")
    static class WayOut implements OutgoingInterceptor {
        private final List<String> log = new CopyOnWriteArrayList<>();

        @Override
        public Message<?> beforeMessageSend(Message<?> message) {
            return message.withPayload(message.getPayload() + "!");
        }

        @Override
        public void onMessageAck(Message<?> message) {
            log.add("acked");
        }

        @Override
        public void onMessageNack(Message<?> message, Throwable failure) {
            log.add("nacked");
        }

        List<String> log() {
            return log;
        }
    }

    @Test
    void shouldPassInterceptorsOnTheWayInAndOut() {
        try (var application = ReactiveApplication.on(broker)
                .outgoing("out", "destination", "words")
                .incoming("in", "destination", "words", "failure-strategy", "ignore")
                .start(Words.class, WayIn.class, WayOut.class)) {
            application.get(Words.class).send("good");
            application.get(Words.class).send("bad");

            await().untilAsserted(() ->
                    assertThat(application.get(Words.class).seen()).containsExactly("good!", "bad!"));
            await().untilAsserted(() -> assertThat(application.get(WayIn.class).log())
                    .containsExactly("received", "acked", "received", "nacked"));
            assertThat(application.get(WayOut.class).log()).containsExactly("acked", "acked");
        }
    }

    @ApplicationScoped
    static class Observer implements MessageObservationCollector<ObservationContext> {
        private final List<MessageObservation> observed = new CopyOnWriteArrayList<>();

        @Override
        public MessageObservation onNewMessage(String channel, Message<?> message, ObservationContext context) {
            var observation = new DefaultMessageObservation(channel);
            observed.add(observation);
            return observation;
        }

        List<MessageObservation> observed() {
            return observed;
        }
    }

    @Test
    void shouldBeObservedByMessage() {
        try (var application = ReactiveApplication.on(broker)
                .outgoing("out", "destination", "words")
                .incoming("in", "destination", "words", "failure-strategy", "ignore")
                .start(Words.class, Observer.class)) {
            application.get(Words.class).send("bad");

            await().untilAsserted(
                            () -> assertThat(application.get(Observer.class).observed())
                                    .extracting(MessageObservation::getChannel, MessageObservation::isDone)
                                    .contains(
                                            org.assertj.core.groups.Tuple.tuple("out", true),
                                            org.assertj.core.groups.Tuple.tuple("in", true)));
            assertThat(application.get(Observer.class).observed())
                    .filteredOn(observation -> observation.getChannel().equals("in"))
                    .singleElement()
                    .extracting(MessageObservation::getReason)
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void shouldHandOnNothingWhileAChannelIsPaused() {
        try (var application = ReactiveApplication.on(broker)
                .outgoing("out", "destination", "words")
                .incoming("in", "destination", "words", "pausable", "true", "initially-paused", "true")
                .start(Words.class)) {
            var words = application.get(Words.class);
            words.send("one");
            var channel = application.get(ChannelRegistry.class).getPausable("in");
            assertThat(channel.isPaused()).isTrue();
            assertThat(words.seen()).isEmpty();

            channel.resume();
            await().untilAsserted(() -> assertThat(words.seen()).containsExactly("one"));
        }
    }

    @ApplicationScoped
    static class Sources {
        @Outgoing("merged")
        Multi<String> one() {
            return Multi.createFrom().items("a", "b");
        }

        @Outgoing("merged")
        Multi<String> other() {
            return Multi.createFrom().items("c", "d");
        }
    }

    @Test
    void shouldMergeSeveralSources() {
        try (var application = ReactiveApplication.on(broker)
                .outgoing("merged", "merge", "true")
                .start(Sources.class)) {
            await().untilAsserted(() -> assertThat(waiting("merged"))
                    .extracting(io.penstock.Message::bodyText)
                    .containsExactlyInAnyOrder("a", "b", "c", "d"));
        }
    }

    @ApplicationScoped
    static class Merging {
        private final List<String> seen = new CopyOnWriteArrayList<>();

        @Incoming("left")
        @Incoming("right")
        @Merge
        void take(String word) {
            seen.add(word);
        }

        List<String> seen() {
            return seen;
        }
    }

    @Test
    void shouldFeedOneMethodFromSeveralChannels() {
        try (var application = ReactiveApplication.on(broker)
                .incoming("left")
                .incoming("right")
                .start(Merging.class)) {
            send("left", "l");
            send("right", "r");

            await().untilAsserted(() ->
                    assertThat(application.get(Merging.class).seen()).containsExactlyInAnyOrder("l", "r"));
        }
    }

    @ApplicationScoped
    static class Records {
        private final List<PenstockRecord<Integer, String>> seen = new CopyOnWriteArrayList<>();

        @Incoming("numbers")
        void take(PenstockRecord<Integer, String> number) {
            seen.add(number);
        }

        List<PenstockRecord<Integer, String>> seen() {
            return seen;
        }
    }

    @Test
    void shouldReadKeyAndBodyAsARecord() {
        try (var application =
                ReactiveApplication.on(broker).incoming("numbers").start(Records.class)) {
            broker.send(io.penstock.Message.to("numbers").key("7").body("seven").build());
            broker.send(
                    io.penstock.Message.to("numbers").key("x").body("no number").build());

            await().untilAsserted(() ->
                    assertThat(application.get(Records.class).seen()).containsExactly(PenstockRecord.of(7, "seven")));
            await().untilAsserted(() -> assertThat(waiting("numbers.dlq")).hasSize(1));
        }
    }
}

package io.penstock.connector;

import io.penstock.Destination;
import io.penstock.PenstockException;
import io.penstock.StartPosition;
import io.penstock.connector.client.PenstockClientService;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import jakarta.enterprise.context.ApplicationScoped;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Channels that the application pauses, goes on with, and puts to another place. */
class ClientServiceTest extends EmbeddedBrokerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @ApplicationScoped
    static class Texts {
        private final List<String> seen = new CopyOnWriteArrayList<>();

        @Incoming("in")
        void take(String text) {
            seen.add(text);
        }

        List<String> seen() {
            return seen;
        }
    }

    @ApplicationScoped
    static class OtherTexts {
        private final List<String> seen = new CopyOnWriteArrayList<>();

        @Incoming("other")
        void take(String text) {
            seen.add(text);
        }

        List<String> seen() {
            return seen;
        }
    }

    private static void expectSeen(ReactiveApplication application, String... texts) {
        await().untilAsserted(
                        () -> assertThat(application.get(Texts.class).seen()).containsExactly(texts));
    }

    @Test
    void shouldTakeNothingForAPausedChannelUntilItIsResumed() {
        try (var application = ReactiveApplication.on(broker)
                .incoming("in")
                .incoming("other", "destination", "in")
                .start(Texts.class, OtherTexts.class)) {
            var channels = application.get(PenstockClientService.class);
            assertThat(channels.channels()).containsExactly("in", "other");

            channels.pause("in");
            assertThat(channels.isPaused("in")).isTrue();
            send("in", "a", "b", "c");
            await().untilAsserted(() ->
                    assertThat(application.get(OtherTexts.class).seen()).contains("a", "b", "c"));
            assertThat(application.get(Texts.class).seen()).isEmpty();

            channels.pause("other");
            channels.resume("in");
            assertThat(channels.isPaused("in")).isFalse();
            send("in", "d");
            expectSeen(application, "d");
        }
    }

    @Test
    void shouldControlAllCopiesOfAChannel() {
        try (var application = ReactiveApplication.on(broker)
                .incoming("in", "concurrency", "3")
                .start(Texts.class)) {
            var channels = application.get(PenstockClientService.class);
            assertThat(channels.channels()).containsExactly("in");

            channels.pause("in");
            send("in", "a", "b", "c");
            assertThat(queue("in").accepted()).isZero();
            channels.resume("in");

            await().untilAsserted(() -> assertThat(queue("in").accepted()).isEqualTo(3));
            assertThat(application.get(Texts.class).seen()).containsExactlyInAnyOrder("a", "b", "c");
        }
    }

    @Test
    void shouldDeliverAgainFromThePlaceThatAChannelIsPutTo() {
        broker.declare(Destination.topic("prices").build());
        try (var application = ReactiveApplication.on(broker)
                .incoming("in", "destination", "prices")
                .start(Texts.class)) {
            send("prices", "1", "2", "3");
            expectSeen(application, "1", "2", "3");

            application
                    .get(PenstockClientService.class)
                    .seek("in", StartPosition.atOffset(1))
                    .await()
                    .atMost(PATIENCE);

            expectSeen(application, "1", "2", "3", "2", "3");
        }
    }

    @Test
    void shouldStayPausedAfterASeek() {
        broker.declare(Destination.topic("prices").build());
        try (var application = ReactiveApplication.on(broker)
                .incoming("in", "destination", "prices")
                .start(Texts.class)) {
            var channels = application.get(PenstockClientService.class);
            send("prices", "1");
            expectSeen(application, "1");

            channels.pause("in");
            channels.seek("in", StartPosition.EARLIEST).await().atMost(PATIENCE);
            assertThat(statistics("prices", "in").waiting()).isEqualTo(1);

            channels.resume("in");
            expectSeen(application, "1", "1");
        }
    }

    @Test
    void shouldNameTheChannelsThatThereAreIfOneIsUnknown() {
        try (var application = ReactiveApplication.on(broker).incoming("in").start(Texts.class)) {
            var channels = application.get(PenstockClientService.class);

            assertThatThrownBy(() -> channels.pause("im"))
                    .isInstanceOf(PenstockException.InvalidConfiguration.class)
                    .hasMessageContaining("no incoming channel 'im'")
                    .hasMessageContaining("[in]");
        }
    }

    @Test
    void shouldBeginWhereTheChannelSaysAtEveryStart() {
        broker.declare(Destination.topic("prices").build());
        var configured = ReactiveApplication.on(broker).incoming("in", "destination", "prices", "seek", "earliest");
        send("prices", "1", "2");

        for (int start = 1; start <= 2; start++) {
            try (var application = configured.start(Texts.class)) {
                expectSeen(application, "1", "2");
                await().untilAsserted(() ->
                        assertThat(statistics("prices", "in").waiting()).isZero());
            }
        }
    }

    @Test
    void shouldBeginOnceForAllCopiesAndRefuseAChannelThatSaysOtherwise() {
        broker.declare(Destination.queue("prices").build());
        var configured = ReactiveApplication.on(broker)
                .incoming("in", "destination", "prices", "seek", "earliest", "concurrency", "2");
        send("prices", "1", "2");
        try (var application = configured.start(Texts.class)) {
            await().untilAsserted(() ->
                    assertThat(application.get(Texts.class).seen()).containsExactlyInAnyOrder("1", "2"));
        }

        configured.incoming("other", "destination", "prices", "seek", "latest");
        assertThatThrownBy(() -> configured.start(Texts.class, OtherTexts.class))
                .hasStackTraceContaining("attribute 'seek' is")
                .hasStackTraceContaining("another channel puts subscription 'prices' of 'prices' to");
    }

    @ParameterizedTest
    @ValueSource(strings = {"beginning", "offset:-1", "2026-01-31"})
    void shouldNotStartWithAPositionThatIsNone(String position) {
        assertThatThrownBy(() -> ChannelConfig.incoming("in", "seek", position))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageContaining("Channel 'in': attribute 'seek' is '" + position + "': use 'earliest'");
    }
}

package io.penstock.connector;

import io.penstock.DeadLetterReason;
import io.penstock.DeadLetterRecord;
import io.penstock.Message;
import io.smallrye.reactive.messaging.MessageConverter;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import jakarta.enterprise.context.ApplicationScoped;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class FailureTest extends EmbeddedBrokerTest {

    /** Fails on every text that begins so, as often as it comes. */
    private static final String POISON = "poison";

    @ApplicationScoped
    static class Picky {
        private final List<String> seen = new CopyOnWriteArrayList<>();

        @Incoming("in")
        void take(String text, IncomingPenstockMetadata from) {
            seen.add(text + " " + from.attempt());
            if (text.startsWith(POISON) || text.equals("once") && from.attempt() == 1) {
                throw new IllegalStateException("cannot take " + text);
            }
        }

        List<String> seen() {
            return seen;
        }
    }

    private ReactiveApplication.Builder application(String... attributes) {
        return ReactiveApplication.on(broker).incoming("in", attributes);
    }

    private DeadLetterRecord onlyDeadLetter(String queue) {
        await().untilAsserted(() -> assertThat(waiting(queue)).hasSize(1));
        return DeadLetterRecord.of(waiting(queue).get(0)).orElseThrow();
    }

    @Test
    void shouldRetryANackedMessageThenMakeItADeadLetter() {
        try (var application = application(
                        "retry.max-retries", "2",
                        "retry.delay", "PT0.02S",
                        "retry.jitter", "PT0S")
                .start(Picky.class)) {
            send("in", POISON);

            var deadLetter = onlyDeadLetter("in.dlq");

            assertThat(application.get(Picky.class).seen()).containsExactly("poison 1", "poison 2", "poison 3");
            assertThat(deadLetter.reason()).isEqualTo(DeadLetterReason.RETRIES_EXHAUSTED);
            assertThat(deadLetter.attempts()).isEqualTo(3);
            assertThat(deadLetter.exception()).isEqualTo(IllegalStateException.class.getName());
            assertThat(deadLetter.originDestination()).isEqualTo("in");
            assertThat(waiting("in")).isEmpty();
        }
    }

    @Test
    void shouldAcceptAMessageThatSucceedsInItsSecondRun() {
        try (var application =
                application("retry.delay", "PT0.02S", "retry.jitter", "PT0S").start(Picky.class)) {
            send("in", "once", "fine");

            await().untilAsserted(() -> assertThat(queue("in").accepted()).isEqualTo(2));

            assertThat(application.get(Picky.class).seen()).containsExactly("once 1", "fine 1", "once 2");
            assertThat(queue("in").retried()).isEqualTo(1);
            assertThat(queue("in").deadLettered()).isZero();
        }
    }

    @Test
    void shouldHoldBackOnlyTheKeyThatWaitsForItsRetry() {
        try (var application = application("ordering", "key", "retry.delay", "PT1S", "retry.jitter", "PT0S")
                .start(Picky.class)) {
            // At once, so that the retry is not due before the last of them is there.
            broker.sendAll(List.of(
                    Message.to("in").key("a").body("once").build(),
                    Message.to("in").key("a").body("next of a").build(),
                    Message.to("in").key("b").body("first of b").build()));

            await().untilAsserted(() -> assertThat(queue("in").accepted()).isEqualTo(3));

            assertThat(application.get(Picky.class).seen())
                    .containsExactly("once 1", "first of b 1", "once 2", "next of a 1");
        }
    }

    @Test
    void shouldMakeADeadLetterAtOnceWhenToldSo() {
        try (var application = application("failure-strategy", "dead-letter", "dead-letter-queue", "lost")
                .start(Picky.class)) {
            send("in", POISON, "fine");

            var deadLetter = onlyDeadLetter("lost");

            assertThat(deadLetter.reason()).isEqualTo(DeadLetterReason.REJECTED);
            assertThat(deadLetter.description()).contains("channel 'in'").contains("cannot take poison");
            await().untilAsserted(() ->
                    assertThat(application.get(Picky.class).seen()).containsExactly("poison 1", "fine 1"));
        }
    }

    @Test
    void shouldAcceptWhatIsToBeIgnored() {
        try (var application = application("failure-strategy", "ignore").start(Picky.class)) {
            send("in", POISON, "fine");

            await().untilAsserted(() -> assertThat(queue("in").accepted()).isEqualTo(2));
            assertThat(application.get(Picky.class).seen()).containsExactly("poison 1", "fine 1");
        }
    }

    @Test
    void shouldEndAReleaseLoopAfterTheMostDeliveries() {
        try (var application = application("failure-strategy", "release", "max-deliveries", "3")
                .start(Picky.class)) {
            send("in", POISON);

            assertThat(onlyDeadLetter("in.dlq").reason()).isEqualTo(DeadLetterReason.MAX_DELIVERIES);
            assertThat(application.get(Picky.class).seen()).containsExactly("poison 1", "poison 1", "poison 1");
        }
    }

    @Test
    void shouldStopAndBeUnhealthyUnderStrategyFail() {
        try (var application = application("failure-strategy", "fail").start(Picky.class)) {
            assertThat(application.health().getReadiness().isOk()).isTrue();
            assertThat(application.health().getLiveness().isOk()).isTrue();

            send("in", POISON, "fine");

            await().untilAsserted(() ->
                    assertThat(application.health().getLiveness().isOk()).isFalse());
            await().untilAsserted(() -> assertThat(queue("in").consumers()).isZero());
            assertThat(application.get(Picky.class).seen()).containsExactly("poison 1");
            assertThat(waiting("in")).extracting(Message::bodyText).containsExactlyInAnyOrder(POISON, "fine");
        }
    }

    record Order(String id) {}

    @ApplicationScoped
    static class Orders {
        private final List<Order> seen = new CopyOnWriteArrayList<>();

        @Incoming("in")
        void take(Order order) {
            seen.add(order);
        }

        List<Order> seen() {
            return seen;
        }
    }

    @Test
    void shouldMakeABodyThatIsNoJsonADeadLetterAndGoOn() {
        try (var application = application().start(Orders.class)) {
            send("in", "{\"id\":\"1\"}", "no json", "{\"id\":\"2\"}");

            var deadLetter = onlyDeadLetter("in.dlq");

            assertThat(deadLetter.reason()).isEqualTo(DeadLetterReason.UNREADABLE);
            assertThat(deadLetter.description()).contains("(7 bytes) is no JSON for " + Order.class.getTypeName());
            await().untilAsserted(() ->
                    assertThat(application.get(Orders.class).seen()).containsExactly(new Order("1"), new Order("2")));
        }
    }

    record Odd(String id) {
        Odd {
            if (id.equals("deep")) {
                throw new StackOverflowError("too deep");
            }
        }
    }

    @ApplicationScoped
    static class Odds {
        private final List<Odd> seen = new CopyOnWriteArrayList<>();

        @Incoming("in")
        void take(Odd odd) {
            seen.add(odd);
        }

        List<Odd> seen() {
            return seen;
        }
    }

    @Test
    void shouldMakeABodyWhoseClassThrowsAnErrorADeadLetterAndGoOn() {
        try (var application = application().start(Odds.class)) {
            send("in", "{\"id\":\"1\"}", "{\"id\":\"deep\"}", "{\"id\":\"2\"}");

            assertThat(onlyDeadLetter("in.dlq").reason()).isEqualTo(DeadLetterReason.UNREADABLE);
            await().untilAsserted(() ->
                    assertThat(application.get(Odds.class).seen()).containsExactly(new Odd("1"), new Odd("2")));
        }
    }

    record Parcel(String id) {}

    @ApplicationScoped
    static class Parcels {
        private final List<Parcel> seen = new CopyOnWriteArrayList<>();

        @Incoming("in")
        void take(Parcel parcel) {
            seen.add(parcel);
        }

        List<Parcel> seen() {
            return seen;
        }
    }

    /** Of the application: it fails in one of many ways if the body says so. */
    @ApplicationScoped
    static class ParcelConverter implements MessageConverter {

        @Override
        public boolean canConvert(org.eclipse.microprofile.reactive.messaging.Message<?> in, Type target) {
            if (target == Parcel.class && text(in).equals("ask")) {
                throw new IllegalStateException("asked");
            }
            return target == Parcel.class;
        }

        @Override
        public org.eclipse.microprofile.reactive.messaging.Message<?> convert(
                org.eclipse.microprofile.reactive.messaging.Message<?> in, Type target) {
            switch (text(in)) {
                case "exception" -> throw new IllegalStateException("no parcel");
                case "error" -> throw new StackOverflowError("too deep");
                case "checked" -> sneak(new IOException("no parcel"));
                case "nothing" -> {
                    return null;
                }
                default -> {}
            }
            return in.withPayload(new Parcel(text(in)));
        }

        private static String text(org.eclipse.microprofile.reactive.messaging.Message<?> in) {
            return new String((byte[]) in.getPayload(), StandardCharsets.UTF_8);
        }

        @SuppressWarnings("unchecked")
        private static <T extends Throwable> void sneak(Throwable thrown) throws T {
            throw (T) thrown;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"exception", "error", "checked", "nothing", "ask"})
    void shouldMakeADeadLetterAtOnceOfWhatAConverterOfTheApplicationCannotRead(String how) {
        try (var application = application().start(Parcels.class, ParcelConverter.class)) {
            send("in", how, "1");

            var deadLetter = onlyDeadLetter("in.dlq");

            assertThat(deadLetter.reason()).isEqualTo(DeadLetterReason.UNREADABLE);
            assertThat(deadLetter.description()).contains("cannot be converted to " + Parcel.class.getTypeName());
            await().untilAsserted(() ->
                    assertThat(application.get(Parcels.class).seen()).containsExactly(new Parcel("1")));
            assertThat(queue("in").retried()).isZero();
        }
    }

    @Test
    void shouldGoOnAfterEachMessageThatAConverterCannotRead() {
        try (var application = application().start(Parcels.class, ParcelConverter.class)) {
            send("in", "1", "error", "2", "nothing", "3");

            await().untilAsserted(
                            () -> assertThat(application.get(Parcels.class).seen())
                                    .containsExactly(new Parcel("1"), new Parcel("2"), new Parcel("3")));
            await().untilAsserted(() -> assertThat(waiting("in.dlq")).hasSize(2));
        }
    }
}

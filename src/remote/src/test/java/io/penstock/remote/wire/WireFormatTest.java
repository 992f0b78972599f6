package io.penstock.remote.wire;

import io.penstock.AlertCondition;
import io.penstock.AlertRule;
import io.penstock.AlertState;
import io.penstock.AlertStatus;
import io.penstock.Binding;
import io.penstock.BrokerEvent;
import io.penstock.BrokerHealth;
import io.penstock.BrowseRequest;
import io.penstock.Capabilities;
import io.penstock.Capability;
import io.penstock.ConsumerOptions;
import io.penstock.DeadLetterAlert;
import io.penstock.DeadLetterPolicy;
import io.penstock.DeadLetterRequest;
import io.penstock.Destination;
import io.penstock.DestinationStatistics;
import io.penstock.Durability;
import io.penstock.EngineLimit;
import io.penstock.HeaderMatch;
import io.penstock.Limits;
import io.penstock.Message;
import io.penstock.OperationKind;
import io.penstock.OperationRecord;
import io.penstock.PenstockException;
import io.penstock.RedriveRequest;
import io.penstock.ReplayRequest;
import io.penstock.Retention;
import io.penstock.RetryPolicy;
import io.penstock.Schedule;
import io.penstock.StartPosition;
import io.penstock.Subscription;
import io.penstock.ToldFailure;
import io.penstock.TopicRule;
import io.penstock.spi.EngineMessage;
import io.penstock.spi.EngineReceipt;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What goes over a connection is kept: the bytes of version 1 are in a file, and are read as they were. */
class WireFormatTest {

    private static final Instant TIME = Instant.parse("2026-01-31T12:00:00.000000123Z");

    private static final Message MESSAGE = EngineMessage.to("orders")
            .generatedId("id-1")
            .exchange("shop")
            .key("k")
            .body("body")
            .header("h", "v")
            .timestamp(TIME)
            .deliverAt(TIME.plusSeconds(1))
            .durability(Durability.OS)
            .priority(0)
            .timeToLive(Duration.ofMillis(1_500))
            .routingKey("r")
            .build();

    private static final Subscription SUBSCRIPTION = Subscription.ofTopic("prices", "s")
            .start(StartPosition.atTime(TIME))
            .retry(RetryPolicy.builder()
                    .maxRetries(-1)
                    .factor(1.5)
                    .abortOn(List.of("a.B"))
                    .build())
            .deadLetter(DeadLetterPolicy.builder()
                    .routes(Map.of("a.C", "failed"))
                    .alert(DeadLetterAlert.of(3, Duration.ofMinutes(1)).build())
                    .build())
            .filter("x = 1")
            .build();

    /** A value with its codec. */
    private record Sample<T>(String name, Codec<T> codec, T value) {

        private String line() {
            return name + " " + HexFormat.of().formatHex(codec.bytes(value));
        }

        private void expectSame() {
            var read = codec.read(In.of(codec.bytes(value), 0));
            assertThat(read).as(name).hasToString(value.toString());
        }
    }

    private static List<Sample<?>> samples() {
        var samples = new ArrayList<Sample<?>>(List.of(
                new Sample<>("hello", Handshake.HELLO, new Handshake.Hello(Handshake.MAGIC, 1, 1, new byte[2])),
                new Sample<>("message", MessageCodecs.MESSAGE, MESSAGE),
                new Sample<>("sent", HandOutCodecs.SENT, new HandOutCodecs.Sent(MESSAGE, true)),
                new Sample<>(
                        "receipt",
                        MessageCodecs.RECEIPT,
                        EngineReceipt.of("id", "a", 1, 2).with(List.of(EngineReceipt.of("id", "b", 3, 4)))),
                new Sample<>(
                        "destination",
                        PolicyCodecs.DESTINATION,
                        Destination.topic("prices")
                                .partitions(3)
                                .retention(Retention.FOREVER)
                                .limits(Limits.ofMessages(7).build())
                                .priorities(2)
                                .build()),
                new Sample<>("subscription", PolicyCodecs.SUBSCRIPTION, SUBSCRIPTION),
                new Sample<>(
                        "consumer",
                        PolicyCodecs.CONSUMER,
                        ConsumerOptions.ofQueue("orders", "c").filter("y = 2").build()),
                new Sample<>("held", HandOutCodecs.HELD, new HandOutCodecs.Held(5, List.of(0L, 7L))),
                new Sample<>(
                        "delivered",
                        HandOutCodecs.DELIVERED,
                        new HandOutCodecs.Delivered(1, MESSAGE, "orders", "c", 2, 3, 1, 2, true)),
                new Sample<>("error", FailureCodecs.ERROR, new PenstockException.Conflict("no"))));
        samples.addAll(more());
        return samples;
    }

    private static List<Sample<?>> more() {
        var rule =
                AlertRule.of("lag", new AlertCondition.Lag(0)).destinations("#").build();
        var state = new AlertState(rule, "orders", "orders", AlertStatus.FIRING, TIME, 9);
        var operation = new OperationRecord(
                1, OperationKind.REDRIVE, TIME, "ada", "q", "s", "all", "why", 3, 4, Optional.of(TIME));
        return List.of(
                new Sample<>(
                        "browse",
                        RequestCodecs.BROWSE,
                        BrowseRequest.waiting("q", 5).build()),
                new Sample<>(
                        "replay",
                        RequestCodecs.REPLAY,
                        ReplayRequest.all("q").from(StartPosition.atOffset(3)).build()),
                new Sample<>(
                        "redrive",
                        RequestCodecs.REDRIVE,
                        RedriveRequest.all("q.dlq").messageIds(Set.of("i")).build()),
                new Sample<>(
                        "letters",
                        RequestCodecs.DEAD_LETTERS,
                        DeadLetterRequest.all("q.dlq", "ada").build()),
                new Sample<>("operation", RequestCodecs.OPERATION, operation),
                new Sample<>("alert", AlertCodecs.STATE, state),
                new Sample<>("event", EventCodecs.EVENT, Optional.of(new BrokerEvent.OperationEnded(TIME, operation))),
                new Sample<>(
                        "schedule",
                        ScheduleCodecs.SCHEDULE,
                        Schedule.cron("nightly", "0 0 6 * * ?", Message.to("q").build())
                                .zone(ZoneId.of("Europe/Vienna"))
                                .build()),
                new Sample<>(
                        "binding",
                        ScheduleCodecs.BINDING,
                        Binding.headers("x", HeaderMatch.ANY, Map.of("a", "b"), "q")
                                .build()),
                new Sample<>(
                        "rule",
                        ScheduleCodecs.RULE,
                        TopicRule.of("r", "prices.#").build()),
                new Sample<>(
                        "statistics",
                        StateCodecs.DESTINATION,
                        DestinationStatistics.ofExchange(
                                Destination.exchange("x", io.penstock.ExchangeType.FANOUT)
                                        .build(),
                                new DestinationStatistics.RoutingStatistics(1, 2, 3))),
                new Sample<>(
                        "capabilities",
                        StateCodecs.CAPABILITIES,
                        Capabilities.builder()
                                .support(Capability.REPLAYS)
                                .limit(EngineLimit.MESSAGE_BYTES, 9)
                                .build()),
                new Sample<>("health", StateCodecs.HEALTH, new BrokerHealth(BrokerHealth.State.DEGRADED, "slow")));
    }

    @Test
    void shouldWriteTheBytesOfVersionOne() throws IOException {
        var lines = new ArrayList<String>();
        samples().forEach(sample -> lines.add(sample.line()));
        lines.add("frame "
                + HexFormat.of()
                        .formatHex(Frame.write(RemoteCalls.FIND.kind(), 258, "orders", Codec.TEXT)
                                .getBytes()));
        Files.write(Path.of("target/version-1.txt"), lines);
        try (var kept = WireFormatTest.class.getResourceAsStream("version-1.txt")) {
            assertThat(kept)
                    .as("the kept bytes; those of now are in target/version-1.txt")
                    .isNotNull();
            assertThat(lines)
                    .containsExactlyElementsOf(new String(kept.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .toList());
        }
    }

    @Test
    void shouldReadWhatItWrites() {
        samples().stream().filter(sample -> !sample.name().equals("hello")).forEach(Sample::expectSame);
    }

    @Test
    void shouldPassOverFieldsThatItDoesNotKnow() {
        byte[] later = new Out()
                .text(1, "orders")
                .number(90, 5)
                .text(91, "x")
                .fraction(92, 1.5)
                .toBytes();
        assertThat(Codec.TEXT.read(In.of(later, 0))).isEqualTo("orders");
        assertThat(EventCodecs.EVENT.read(In.of(new Out().text(99, "later").toBytes(), 0)))
                .isEmpty();
    }

    @Test
    void shouldTellEveryFailureOfABrokerAsItWas() {
        assertThat(FailureCodecs.names())
                .containsExactlyInAnyOrderElementsOf(java.util.Arrays.stream(PenstockException.class.getClasses())
                        .map(Class::getSimpleName)
                        .toList());
        for (var failure : List.of(
                new PenstockException.UnknownSubscription("a", "b"),
                new PenstockException.InvalidFilter("x = ", 4, "a value"),
                new PenstockException.Unsupported(Capability.REPLAYS, "A replay"),
                new PenstockException.LimitReached("q", Limits.ofMessages(1).build(), 2, 3, "Wait."),
                new PenstockException.PartitionOffline("q", 3, "Gone."))) {
            assertThat(FailureCodecs.ERROR.read(In.of(FailureCodecs.ERROR.bytes(failure), 0)))
                    .isExactlyInstanceOf(failure.getClass())
                    .hasMessage(failure.getMessage());
        }
    }

    @Test
    void shouldTellWhatAHandlerHasThrown() {
        var thrown = new IllegalStateException("no", new IOException("disk on fire"));
        var told = (ToldFailure) FailureCodecs.THROWN.read(In.of(FailureCodecs.THROWN.bytes(thrown), 0));
        assertThat(ToldFailure.classNames(told))
                .startsWith("java.lang.IllegalStateException")
                .endsWith("java.lang.Object");
        assertThat(told).hasToString("java.lang.IllegalStateException: no");
        assertThat(told.getCause()).hasToString("java.io.IOException: disk on fire");
    }

    @Test
    void shouldRefuseWhatIsMissing() {
        assertThatThrownBy(() -> MessageCodecs.MESSAGE.read(In.of(new byte[0], 0)))
                .isInstanceOf(MalformedFrame.class)
                .hasMessage("Field 1 is missing.");
        assertThatThrownBy(() -> In.of(new byte[] {10, 100}, 0)).isInstanceOf(MalformedFrame.class);
        byte[] deep = new Out().text(1, "x").toBytes();
        for (int i = 0; i < 40; i++) {
            deep = new Out().bytes(1, deep).toBytes();
        }
        byte[] bytes = deep;
        var nested = new Codec<?>[1];
        nested[0] = Codec.of((value, out) -> {}, in -> in.messageOrNull(1, nested[0]));
        assertThatThrownBy(() -> nested[0].read(In.of(bytes, 0)))
                .isInstanceOf(MalformedFrame.class)
                .hasMessageContaining("more than 16 deep");
    }
}

package io.penstock.remote.wire;

import io.penstock.Cleanup;
import io.penstock.Compression;
import io.penstock.ConsumerOptions;
import io.penstock.DeadLetterAlert;
import io.penstock.DeadLetterPolicy;
import io.penstock.Destination;
import io.penstock.DestinationKind;
import io.penstock.Exchange;
import io.penstock.ExchangeType;
import io.penstock.Lagging;
import io.penstock.Limits;
import io.penstock.Ordering;
import io.penstock.Overflow;
import io.penstock.Retention;
import io.penstock.RetryPolicy;
import io.penstock.StartPosition;
import io.penstock.Subscription;
import io.penstock.UnroutablePolicy;

/** How destinations, subscriptions and their policies are written. */
public final class PolicyCodecs {

    private static final Codec<Retention> RETENTION = Codec.of(
            (retention, out) -> out.constant(1, retention.cleanup())
                    .duration(2, retention.maxAge())
                    .number(3, retention.maxBytes())
                    .duration(4, retention.tombstoneAge()),
            in -> Retention.builder()
                    .cleanup(in.constant(1, Cleanup.class))
                    .maxAge(in.durationOrNull(2))
                    .maxBytes(in.number(3))
                    .tombstoneAge(in.duration(4))
                    .build());

    public static final Codec<Limits> LIMITS = Codec.of(
            (limits, out) -> out.number(1, limits.maxMessages())
                    .number(2, limits.maxBytes())
                    .number(3, limits.maxMessageBytes())
                    .constant(4, limits.overflow()),
            in -> Limits.builder()
                    .maxMessages(in.number(1))
                    .maxBytes(in.number(2))
                    .maxMessageBytes(in.integer(3))
                    .overflow(in.constant(4, Overflow.class))
                    .build());

    private static final Codec<Exchange> EXCHANGE = Codec.of(
            (exchange, out) -> out.constant(1, exchange.type())
                    .text(2, exchange.alternate())
                    .constant(3, exchange.unroutable()),
            in -> Exchange.of(in.constant(1, ExchangeType.class))
                    .alternate(in.textOrNull(2))
                    .unroutable(in.constant(3, UnroutablePolicy.class))
                    .build());

    public static final Codec<Destination> DESTINATION =
            Codec.of(PolicyCodecs::writeDestination, PolicyCodecs::readDestination);

    public static final Codec<StartPosition> POSITION = Codec.of(
            (position, out) -> out.constant(1, position.kind())
                    .number(2, position.offset())
                    .time(3, position.time()),
            in -> switch (in.constant(1, StartPosition.Kind.class)) {
                case EARLIEST -> StartPosition.EARLIEST;
                case LATEST -> StartPosition.LATEST;
                case OFFSET -> StartPosition.atOffset(in.number(2));
                case TIME -> StartPosition.atTime(in.time(3));
            });

    private static final Codec<RetryPolicy> RETRY = Codec.of(
            (retry, out) -> out.number(1, retry.maxRetries())
                    .duration(2, retry.delay())
                    .fraction(3, retry.factor())
                    .duration(4, retry.maxDelay())
                    .duration(5, retry.jitter())
                    .duration(6, retry.maxDuration())
                    .texts(7, retry.retryOn())
                    .texts(8, retry.abortOn()),
            in -> RetryPolicy.builder()
                    .maxRetries(in.integer(1))
                    .delay(in.duration(2))
                    .factor(in.fraction(3))
                    .maxDelay(in.duration(4))
                    .jitter(in.duration(5))
                    .maxDuration(in.duration(6))
                    .retryOn(in.texts(7))
                    .abortOn(in.texts(8))
                    .build());

    public static final Codec<DeadLetterAlert> DEAD_LETTER_ALERT = Codec.of(
            (alert, out) -> out.number(1, alert.moreThan()).duration(2, alert.window()),
            in -> DeadLetterAlert.of(in.integer(1), in.duration(2)).build());

    private static final Codec<DeadLetterPolicy> DEAD_LETTER = Codec.of(
            (policy, out) -> out.flag(1, policy.discard())
                    .text(2, policy.destination())
                    .map(3, policy.routes())
                    .message(4, policy.alert(), DEAD_LETTER_ALERT),
            in -> DeadLetterPolicy.builder()
                    .discard(in.flag(1))
                    .destination(in.textOrNull(2))
                    .routes(in.map(3))
                    .alert(in.messageOrNull(4, DEAD_LETTER_ALERT))
                    .build());

    public static final Codec<Subscription> SUBSCRIPTION = Codec.of(
            (subscription, out) -> out.text(1, subscription.destination())
                    .text(2, subscription.name())
                    .flag(3, subscription.durable())
                    .constant(4, subscription.ordering())
                    .message(5, subscription.start(), POSITION)
                    .message(6, subscription.retry(), RETRY)
                    .message(7, subscription.deadLetter(), DEAD_LETTER)
                    .number(8, subscription.maxDeliveries())
                    .constant(9, subscription.lagging())
                    .text(10, subscription.filter())
                    .flag(11, subscription.exclusive()),
            in -> Subscription.ofTopic(in.text(1), in.text(2))
                    .durable(in.flag(3))
                    .ordering(in.constant(4, Ordering.class))
                    .start(in.message(5, POSITION))
                    .retry(in.message(6, RETRY))
                    .deadLetter(in.message(7, DEAD_LETTER))
                    .maxDeliveries(in.integer(8))
                    .lagging(in.constant(9, Lagging.class))
                    .filter(in.textOrNull(10))
                    .exclusive(in.flag(11))
                    .build());

    public static final Codec<ConsumerOptions> CONSUMER = Codec.of(
            (options, out) -> out.text(1, options.destination())
                    .text(2, options.subscription())
                    .text(3, options.name())
                    .duration(4, options.lease())
                    .duration(5, options.maxProcessingTime())
                    .text(6, options.filter())
                    .flag(7, options.settleFirst())
                    .text(8, options.worker()),
            in -> ConsumerOptions.ofTopic(in.text(1), in.text(2), in.text(3))
                    .lease(in.duration(4))
                    .maxProcessingTime(in.duration(5))
                    .filter(in.textOrNull(6))
                    .settleFirst(in.flag(7))
                    .worker(in.textOrNull(8))
                    .build());

    private PolicyCodecs() {}

    private static void writeDestination(Destination destination, Out out) {
        var priorities = destination.priorities();
        out.text(1, destination.name())
                .constant(2, destination.kind())
                .number(3, destination.partitions())
                .message(4, destination.retention(), RETENTION)
                .constant(5, destination.compression())
                .duration(6, destination.deduplication())
                .numberOrNull(7, priorities == null ? null : priorities.longValue())
                .message(8, destination.limits(), LIMITS)
                .duration(9, destination.timeToLive())
                .message(10, destination.exchange(), EXCHANGE);
    }

    private static Destination readDestination(In in) {
        var priorities = in.numberOrNull(7) == null ? null : (Integer) in.integer(7);
        return Destination.builder(in.text(1), in.constant(2, DestinationKind.class))
                .partitions(in.integer(3))
                .retention(in.messageOrNull(4, RETENTION))
                .compression(in.constantOrNull(5, Compression.class))
                .deduplication(in.durationOrNull(6))
                .priorities(priorities)
                .limits(in.messageOrNull(8, LIMITS))
                .timeToLive(in.durationOrNull(9))
                .exchange(in.messageOrNull(10, EXCHANGE))
                .build();
    }
}

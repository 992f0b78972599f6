package io.penstock.broker;

import io.penstock.Binding;
import io.penstock.Cleanup;
import io.penstock.Compression;
import io.penstock.DeadLetterAlert;
import io.penstock.DeadLetterPolicy;
import io.penstock.Destination;
import io.penstock.DestinationKind;
import io.penstock.Durability;
import io.penstock.Exchange;
import io.penstock.ExchangeType;
import io.penstock.HeaderMatch;
import io.penstock.Lagging;
import io.penstock.Limits;
import io.penstock.Message;
import io.penstock.MisfirePolicy;
import io.penstock.Ordering;
import io.penstock.Overflow;
import io.penstock.Retention;
import io.penstock.RetryPolicy;
import io.penstock.Schedule;
import io.penstock.StartPosition;
import io.penstock.Subscription;
import io.penstock.TopicRule;
import io.penstock.UnroutablePolicy;
import io.penstock.conformance.tool.EdgeValues;

import java.util.Map;

/** Messages and declarations with {@link EdgeValues}: of what may be set, most is left as it is. */
final class EdgeDeclarations {

    private static final int SELDOM = 8;

    private final EdgeValues values;

    EdgeDeclarations(EdgeValues values) {
        this.values = values;
    }

    private boolean seldom() {
        return values.once(SELDOM);
    }

    Destination destination() {
        String name = values.name();
        if (seldom()) {
            return exchange(name);
        }
        var destination = Destination.builder(name, values.of(DestinationKind.values()));
        if (seldom()) {
            destination.partitions(values.number());
        }
        if (seldom()) {
            destination.priorities(values.number());
        }
        if (seldom()) {
            destination.retention(retention());
        }
        if (seldom()) {
            destination.compression(values.of(Compression.values()));
        }
        if (seldom()) {
            destination.deduplication(values.duration());
        }
        if (seldom()) {
            destination.timeToLive(values.duration());
        }
        if (seldom()) {
            destination.limits(limits());
        }
        return destination.build();
    }

    private Destination exchange(String name) {
        var exchange = Exchange.of(values.of(ExchangeType.values())).unroutable(values.of(UnroutablePolicy.values()));
        if (seldom()) {
            exchange.alternate(values.name());
        }
        return Destination.exchange(name, exchange.build()).build();
    }

    private Retention retention() {
        var retention = Retention.builder().cleanup(values.of(Cleanup.values()));
        if (values.once(2)) {
            retention.maxAge(values.once(3) ? null : values.duration());
        }
        if (seldom()) {
            retention.maxBytes(values.large());
        }
        if (values.once(2)) {
            retention.tombstoneAge(values.duration());
        }
        return retention.build();
    }

    private Limits limits() {
        return Limits.builder()
                .maxMessages(values.large())
                .maxBytes(values.once(2) ? 0 : values.large())
                .maxMessageBytes(values.once(2) ? 0 : values.number())
                .overflow(values.of(Overflow.values()))
                .build();
    }

    Subscription subscription() {
        String destination = values.name();
        var subscription =
                values.once(2) ? Subscription.ofQueue(destination) : Subscription.ofTopic(destination, values.name());
        if (seldom()) {
            subscription.ordering(values.of(Ordering.values()));
        }
        if (seldom()) {
            subscription.start(position());
        }
        if (seldom()) {
            subscription.maxDeliveries(values.number());
        }
        if (seldom()) {
            subscription.lagging(values.of(Lagging.values()));
        }
        if (seldom()) {
            subscription.filter(values.filter());
        }
        if (seldom()) {
            subscription.durable(false).exclusive(values.once(2));
        }
        if (values.once(2)) {
            subscription.retry(retry());
        }
        if (values.once(2)) {
            subscription.deadLetter(deadLetter());
        }
        return subscription.build();
    }

    StartPosition position() {
        return switch (values.number() & 3) {
            case 0 -> StartPosition.EARLIEST;
            case 1 -> StartPosition.LATEST;
            case 2 -> StartPosition.atOffset(values.large());
            default -> StartPosition.atTime(values.instant());
        };
    }

    private RetryPolicy retry() {
        var retry = RetryPolicy.builder().maxRetries(values.number());
        if (seldom()) {
            retry.delay(values.duration());
        }
        if (seldom()) {
            retry.maxDelay(values.duration());
        }
        if (seldom()) {
            retry.factor(values.factor());
        }
        if (seldom()) {
            retry.jitter(values.duration());
        }
        if (seldom()) {
            retry.maxDuration(values.duration());
        }
        return retry.build();
    }

    private DeadLetterPolicy deadLetter() {
        var policy = DeadLetterPolicy.builder();
        if (values.once(2)) {
            policy.destination(values.name());
        }
        if (seldom()) {
            policy.routes(Map.of(values.text(), values.name()));
        }
        if (seldom()) {
            policy.alert(DeadLetterAlert.of(values.number(), values.duration()).build());
        }
        return seldom() ? DeadLetterPolicy.DISCARD : policy.build();
    }

    TopicRule rule() {
        return TopicRule.of(values.name(), values.pattern())
                .policies(subscription())
                .build();
    }

    Binding binding() {
        String destination = values.name();
        return switch (values.number() & 3) {
            case 0 -> Binding.all(values.name(), destination).build();
            case 1 ->
                Binding.headers(
                                values.name(),
                                values.of(HeaderMatch.values()),
                                Map.of(values.header(), values.text()),
                                destination)
                        .build();
            case 2 ->
                Binding.all(values.name(), destination).filter(values.filter()).build();
            default -> Binding.of(values.name(), values.pattern(), destination).build();
        };
    }

    Schedule schedule() {
        var message = Message.to(values.name());
        if (seldom()) {
            message = message(values.name());
        }
        var schedule = Schedule.builder(values.name(), message.build());
        if (values.once(3)) {
            schedule.interval(values.duration());
        } else {
            schedule.cron(values.cron()).zone(values.zone());
        }
        if (seldom()) {
            schedule.start(values.instant());
        }
        if (seldom()) {
            schedule.end(values.instant());
        }
        return schedule.misfire(values.of(MisfirePolicy.values())).build();
    }

    Message message() {
        return message(values.name()).build();
    }

    private Message.Builder message(String destination) {
        var message = Message.to(destination).body(values.bytes());
        if (values.once(2)) {
            message.key(values.bytes());
        }
        if (seldom()) {
            message.id(values.text());
        }
        if (values.once(2)) {
            message.header(values.header(), values.text());
        }
        if (seldom()) {
            message.header(values.header(), new byte[] {(byte) 0xC0, 0});
        }
        if (seldom()) {
            message.timestamp(values.instant());
        }
        if (seldom()) {
            message.deliverAt(values.instant());
        }
        if (seldom()) {
            message.priority(values.number());
        }
        if (seldom()) {
            message.expiresAt(values.instant());
        }
        if (seldom()) {
            message.timeToLive(values.duration());
        }
        if (seldom()) {
            message.routingKey(values.text());
        }
        if (seldom()) {
            message.durability(values.of(Durability.values()));
        }
        return message;
    }
}

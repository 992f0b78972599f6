package io.penstock.remote.wire;

import io.penstock.BrokerHealth;
import io.penstock.Capabilities;
import io.penstock.Capability;
import io.penstock.ConsumerStatistics;
import io.penstock.DestinationStatistics;
import io.penstock.DestinationStatistics.PartitionStatistics;
import io.penstock.DestinationStatistics.RoutingStatistics;
import io.penstock.DestinationStatistics.SubscriptionStatistics;
import io.penstock.EngineLimit;
import io.penstock.MessageProgress;
import io.penstock.MessageState;
import io.penstock.RouteStep;

import java.util.Arrays;
import java.util.Optional;
import java.util.TreeMap;

/** How the state of a broker is written: counts, capabilities, health. */
public final class StateCodecs {

    private static final Codec<PartitionStatistics> PARTITION = Codec.of(
            (partition, out) -> out.number(1, partition.partition())
                    .number(2, partition.startOffset())
                    .number(3, partition.endOffset()),
            in -> new PartitionStatistics(in.integer(1), in.number(2), in.number(3)));

    private static final Codec<ConsumerStatistics> CONSUMER = Codec.of(
            (consumer, out) -> out.text(1, consumer.name())
                    .number(2, consumer.partitions())
                    .number(3, consumer.held())
                    .number(4, consumer.delivered())
                    .text(5, consumer.idleReason()),
            in -> new ConsumerStatistics(in.text(1), in.integer(2), in.integer(3), in.number(4), in.textOrNull(5)));

    private static final Codec<SubscriptionStatistics> SUBSCRIPTION =
            Codec.of(StateCodecs::writeSubscription, StateCodecs::readSubscription);

    private static final Codec<RoutingStatistics> ROUTING = Codec.of(
            (routing, out) -> out.number(1, routing.bindings())
                    .number(2, routing.routed())
                    .number(3, routing.unroutable()),
            in -> new RoutingStatistics(in.integer(1), in.number(2), in.number(3)));

    public static final Codec<DestinationStatistics> DESTINATION = Codec.of(
            (statistics, out) -> out.message(1, statistics.destination(), PolicyCodecs.DESTINATION)
                    .number(2, statistics.sent())
                    .number(3, statistics.duplicates())
                    .number(4, statistics.forgottenIds())
                    .number(5, statistics.messages())
                    .number(6, statistics.depth())
                    .number(7, statistics.depthBytes())
                    .number(8, statistics.discardedByLimit())
                    .messages(9, statistics.partitions(), PARTITION)
                    .messages(10, statistics.subscriptions(), SUBSCRIPTION)
                    .message(11, statistics.routing(), ROUTING)
                    .text(12, statistics.problem()),
            in -> new DestinationStatistics(
                    in.message(1, PolicyCodecs.DESTINATION),
                    in.number(2),
                    in.number(3),
                    in.number(4),
                    in.number(5),
                    in.number(6),
                    in.number(7),
                    in.number(8),
                    in.messages(9, PARTITION),
                    in.messages(10, SUBSCRIPTION),
                    in.messageOrNull(11, ROUTING),
                    in.textOrNull(12)));

    public static final Codec<MessageProgress> PROGRESS = Codec.of(
            (progress, out) -> out.text(1, progress.subscription())
                    .constant(2, progress.state())
                    .number(3, progress.attempts())
                    .number(4, progress.deliveries())
                    .text(5, progress.consumer())
                    .time(6, progress.dueAt().orElse(null)),
            in -> new MessageProgress(
                    in.text(1),
                    in.constant(2, MessageState.class),
                    in.integer(3),
                    in.integer(4),
                    in.textOrNull(5),
                    Optional.ofNullable(in.timeOrNull(6))));

    public static final Codec<RouteStep> STEP = Codec.of(
            (step, out) -> out.text(1, step.exchange())
                    .text(2, step.destination())
                    .message(3, step.binding(), ScheduleCodecs.BINDING),
            in -> new RouteStep(in.text(1), in.text(2), in.messageOrNull(3, ScheduleCodecs.BINDING)));

    /** Capabilities and limits that this version does not know are left out: nobody here could ask for them. */
    public static final Codec<Capabilities> CAPABILITIES = Codec.of(
            (capabilities, out) -> {
                out.texts(1, capabilities.supported().stream().map(Enum::name).toList());
                var limits = new TreeMap<String, String>();
                for (var limit : EngineLimit.values()) {
                    capabilities.limit(limit).ifPresent(most -> limits.put(limit.name(), Long.toString(most)));
                }
                out.map(2, limits);
            },
            in -> {
                var names = in.texts(1);
                var limits = in.map(2);
                var capabilities = Capabilities.builder()
                        .support(Arrays.stream(Capability.values())
                                .filter(each -> names.contains(each.name()))
                                .toList());
                for (var limit : EngineLimit.values()) {
                    var most = limits.get(limit.name());
                    if (most != null) {
                        capabilities.limit(limit, number(most));
                    }
                }
                return capabilities.build();
            });

    public static final Codec<BrokerHealth> HEALTH = Codec.of(
            (health, out) -> out.constant(1, health.state()).text(2, health.detail()),
            in -> new BrokerHealth(in.constant(1, BrokerHealth.State.class), in.text(2)));

    private StateCodecs() {}

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new MalformedFrame("A limit is no number.", e);
        }
    }

    private static void writeSubscription(SubscriptionStatistics statistics, Out out) {
        out.text(1, statistics.name())
                .number(2, statistics.waiting())
                .number(3, statistics.acquired())
                .number(4, statistics.scheduled())
                .number(5, statistics.consumers())
                .number(6, statistics.delivered())
                .number(7, statistics.accepted())
                .number(8, statistics.retried())
                .number(9, statistics.deadLettered())
                .number(10, statistics.discarded())
                .number(11, statistics.skipped())
                .number(12, statistics.parked())
                .number(13, statistics.passedOver())
                .number(14, statistics.undecided())
                .number(15, statistics.oldestAgeMillis())
                .flag(16, statistics.paused())
                .text(17, statistics.problem())
                .messages(18, statistics.members(), CONSUMER);
    }

    private static SubscriptionStatistics readSubscription(In in) {
        return new SubscriptionStatistics(
                in.text(1),
                in.number(2),
                in.number(3),
                in.number(4),
                in.integer(5),
                in.number(6),
                in.number(7),
                in.number(8),
                in.number(9),
                in.number(10),
                in.number(11),
                in.number(12),
                in.number(13),
                in.number(14),
                in.number(15),
                in.flag(16),
                in.textOrNull(17),
                in.messages(18, CONSUMER));
    }
}

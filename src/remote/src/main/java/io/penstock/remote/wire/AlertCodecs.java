package io.penstock.remote.wire;

import io.penstock.AlertCondition;
import io.penstock.AlertRule;
import io.penstock.AlertState;
import io.penstock.AlertStatus;

/** How alerts are written. */
public final class AlertCodecs {

    private static final Codec<AlertCondition> CONDITION =
            Codec.of(AlertCodecs::writeCondition, AlertCodecs::readCondition);

    public static final Codec<AlertRule> RULE = Codec.of(
            (rule, out) -> out.text(1, rule.name())
                    .message(2, rule.condition(), CONDITION)
                    .text(3, rule.condition() instanceof AlertCondition.Disk ? null : rule.destinations())
                    .text(4, rule.subscription())
                    .flag(5, rule.ofSubscription()),
            AlertCodecs::readRule);

    public static final Codec<AlertState> STATE = Codec.of(
            (state, out) -> out.message(1, state.rule(), RULE)
                    .text(2, state.destination())
                    .text(3, state.subscription())
                    .constant(4, state.status())
                    .time(5, state.since())
                    .number(6, state.value()),
            in -> new AlertState(
                    in.message(1, RULE),
                    in.textOrNull(2),
                    in.textOrNull(3),
                    in.constant(4, AlertStatus.class),
                    in.time(5),
                    in.number(6)));

    private AlertCodecs() {}

    private static AlertRule readRule(In in) {
        var condition = in.message(2, CONDITION);
        var destinations = in.textOrNull(3);
        var subscription = in.textOrNull(4);
        if (in.flag(5)
                && condition instanceof AlertCondition.DeadLetters letters
                && destinations != null
                && subscription != null) {
            return AlertRule.ofSubscription(destinations, subscription, letters.alert());
        }
        return AlertRule.of(in.text(1), condition)
                .destinations(destinations)
                .subscription(subscription)
                .build();
    }

    /** Each kind of condition is a field of its own. */
    private static void writeCondition(AlertCondition condition, Out out) {
        if (condition instanceof AlertCondition.DeadLetters letters) {
            out.message(1, letters.alert(), PolicyCodecs.DEAD_LETTER_ALERT);
        } else if (condition instanceof AlertCondition.OldestMessage oldest) {
            out.duration(2, oldest.olderThan());
        } else if (condition instanceof AlertCondition.Lag lag) {
            out.numberOrNull(3, lag.above());
        } else if (condition instanceof AlertCondition.NoConsumer none) {
            out.duration(4, none.time());
        } else if (condition instanceof AlertCondition.Disk disk) {
            out.number(5, disk.abovePercent());
        }
    }

    private static AlertCondition readCondition(In in) {
        var alert = in.messageOrNull(1, PolicyCodecs.DEAD_LETTER_ALERT);
        var olderThan = in.durationOrNull(2);
        var above = in.numberOrNull(3);
        var time = in.durationOrNull(4);
        if (alert != null) {
            return new AlertCondition.DeadLetters(alert);
        }
        if (olderThan != null) {
            return new AlertCondition.OldestMessage(olderThan);
        }
        if (above != null) {
            return new AlertCondition.Lag(above);
        }
        if (time != null) {
            return new AlertCondition.NoConsumer(time);
        }
        if (in.number(5) != 0) {
            return new AlertCondition.Disk(in.integer(5));
        }
        throw new MalformedFrame("This version does not know the condition of an alert.");
    }
}

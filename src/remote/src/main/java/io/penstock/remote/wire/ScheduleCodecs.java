package io.penstock.remote.wire;

import io.penstock.Binding;
import io.penstock.HeaderMatch;
import io.penstock.MisfirePolicy;
import io.penstock.Schedule;
import io.penstock.ScheduleState;
import io.penstock.ScheduleStatus;
import io.penstock.TopicRule;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/** How schedules, bindings and wildcard subscriptions are written. */
public final class ScheduleCodecs {

    public static final Codec<Instant> TIME = Codec.of((time, out) -> out.time(1, time), in -> in.time(1));

    public static final Codec<Schedule> SCHEDULE = Codec.of(
            (schedule, out) -> out.text(1, schedule.name())
                    .message(2, schedule.message(), MessageCodecs.MESSAGE)
                    .text(3, schedule.cron())
                    .text(4, schedule.zone().getId())
                    .duration(5, schedule.interval())
                    .time(6, schedule.start())
                    .time(7, schedule.end())
                    .constant(8, schedule.misfire()),
            in -> Schedule.builder(in.text(1), in.message(2, MessageCodecs.MESSAGE))
                    .cron(in.textOrNull(3))
                    .zone(zone(in.text(4)))
                    .interval(in.durationOrNull(5))
                    .start(in.timeOrNull(6))
                    .end(in.timeOrNull(7))
                    .misfire(in.constant(8, MisfirePolicy.class))
                    .build());

    public static final Codec<ScheduleState> STATE = Codec.of(
            (state, out) -> out.message(1, state.schedule(), SCHEDULE)
                    .constant(2, state.status())
                    .flag(3, state.paused())
                    .time(4, state.next().orElse(null))
                    .time(5, state.last().orElse(null))
                    .number(6, state.fired())
                    .number(7, state.skipped())
                    .text(8, state.problem().orElse(null)),
            in -> new ScheduleState(
                    in.message(1, SCHEDULE),
                    in.constant(2, ScheduleStatus.class),
                    in.flag(3),
                    Optional.ofNullable(in.timeOrNull(4)),
                    Optional.ofNullable(in.timeOrNull(5)),
                    in.number(6),
                    in.number(7),
                    Optional.ofNullable(in.textOrNull(8))));

    public static final Codec<Binding> BINDING = Codec.of(
            (binding, out) -> out.text(1, binding.exchange())
                    .text(2, binding.destination())
                    .text(3, binding.pattern())
                    .map(4, binding.headers())
                    .constant(5, binding.match())
                    .text(6, binding.filter()),
            in -> Binding.all(in.text(1), in.text(2))
                    .pattern(in.textOrNull(3))
                    .headers(in.constant(5, HeaderMatch.class), in.map(4))
                    .filter(in.textOrNull(6))
                    .build());

    public static final Codec<TopicRule> RULE = Codec.of(
            (rule, out) -> out.text(1, rule.name())
                    .text(2, rule.pattern())
                    .message(3, rule.policies(), PolicyCodecs.SUBSCRIPTION),
            in -> TopicRule.of(in.text(1), in.text(2))
                    .policies(in.message(3, PolicyCodecs.SUBSCRIPTION))
                    .build());

    private ScheduleCodecs() {}

    private static ZoneId zone(String id) {
        try {
            return ZoneId.of(id);
        } catch (DateTimeException e) {
            throw new MalformedFrame("This Java knows no such time zone.", e);
        }
    }
}

package io.penstock.remote;

import io.penstock.remote.wire.Codec;
import io.penstock.remote.wire.RemoteCalls;

/** Serves calls about destinations, subscriptions, routing and schedules. */
final class DeclarationServices {

    private DeclarationServices() {}

    static void addTo(Services services) {
        addDestinations(services);
        addRouting(services);
        addSchedules(services);
    }

    private static void addDestinations(Services services) {
        services.answer(
                RemoteCalls.DECLARE, (served, destination) -> served.broker().declare(destination));
        services.answer(
                RemoteCalls.ALTER, (served, destination) -> served.broker().alter(destination));
        services.answer(RemoteCalls.FIND, (served, name) -> served.broker().destination(name));
        services.answer(RemoteCalls.LIST, (served, nothing) -> served.broker().destinations());
        services.answer(
                RemoteCalls.SUBSCRIBE, (served, subscription) -> served.broker().declare(subscription));
        services.answer(
                RemoteCalls.SUBSCRIPTIONS, (served, name) -> served.broker().subscriptions(name));
        services.perform(
                RemoteCalls.UNSUBSCRIBE, (served, names) -> served.broker().unsubscribe(names.first(), names.second()));
        services.answer(RemoteCalls.TEMPORARY, (served, kind) -> {
            var temporary = served.broker().temporary(kind);
            return new Codec.Pair<>(served.link().add(temporary), temporary.destination());
        });
        services.perform(
                RemoteCalls.TEMPORARY_CLOSE, (served, handle) -> served.link().closeTemporary(handle));
        services.perform(
                RemoteCalls.SEEK, (served, seek) -> served.broker().seek(seek.first(), seek.second(), seek.third()));
        services.perform(RemoteCalls.PAUSE, (served, names) -> served.broker().pause(names.first(), names.second()));
        services.perform(RemoteCalls.RESUME, (served, names) -> served.broker().resume(names.first(), names.second()));
        services.answer(
                RemoteCalls.STATISTICS, (served, name) -> served.broker().statistics(name));
    }

    private static void addRouting(Services services) {
        services.perform(
                RemoteCalls.BIND, (served, binding) -> served.broker().routing().bind(binding));
        services.perform(
                RemoteCalls.UNBIND,
                (served, binding) -> served.broker().routing().unbind(binding));
        services.answer(
                RemoteCalls.BINDINGS,
                (served, exchange) -> served.broker().routing().bindings(exchange));
        services.answer(
                RemoteCalls.RULE, (served, rule) -> served.broker().routing().declare(rule));
        services.answer(
                RemoteCalls.RULES,
                (served, nothing) -> served.broker().routing().rules());
        services.perform(
                RemoteCalls.RULE_REMOVE,
                (served, name) -> served.broker().routing().removeRule(name));
    }

    private static void addSchedules(Services services) {
        services.answer(
                RemoteCalls.SCHEDULE,
                (served, schedule) -> served.broker().schedules().declare(schedule));
        services.answer(
                RemoteCalls.SCHEDULES,
                (served, nothing) -> served.broker().schedules().list());
        services.answer(
                RemoteCalls.SCHEDULE_FIND,
                (served, name) -> served.broker().schedules().find(name));
        services.answer(
                RemoteCalls.SCHEDULE_PAUSE,
                (served, name) -> served.broker().schedules().pause(name));
        services.answer(
                RemoteCalls.SCHEDULE_RESUME,
                (served, name) -> served.broker().schedules().resume(name));
        services.perform(
                RemoteCalls.SCHEDULE_CANCEL,
                (served, name) -> served.broker().schedules().cancel(name));
        services.answer(
                RemoteCalls.SCHEDULE_NEXT,
                (served, next) ->
                        served.broker().schedules().nextFirings(next.first(), Math.toIntExact(next.second())));
    }
}

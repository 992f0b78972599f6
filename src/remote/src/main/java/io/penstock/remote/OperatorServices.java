package io.penstock.remote;

import io.penstock.remote.wire.RemoteCalls;

/** Serves calls for those who look after a broker: what is done by hand, alerts, events, ways of messages. */
final class OperatorServices {

    private OperatorServices() {}

    static void addTo(Services services) {
        addOperations(services);
        addAlerts(services);
        services.answer(
                RemoteCalls.SCHEDULE_FIRE,
                (served, name) -> served.broker().schedules().fire(name));
        services.answer(
                RemoteCalls.ROUTE_STEPS,
                (served, message) -> served.broker().routing().steps(message));
        services.perform(RemoteCalls.LISTEN, (served, id) -> served.events().listen(id, served.broker()));
        services.perform(RemoteCalls.LISTEN_END, (served, id) -> served.events().end(id));
        services.answer(RemoteCalls.LISTEN_LOST, (served, id) -> served.events().lost(id));
    }

    private static void addOperations(Services services) {
        services.answer(
                RemoteCalls.REDRIVE, (served, request) -> served.broker().redrive(request));
        services.answer(
                RemoteCalls.LETTERS_REDRIVE,
                (served, request) -> served.broker().operations().redrive(request));
        services.answer(
                RemoteCalls.LETTERS_DISCARD,
                (served, request) -> served.broker().operations().discard(request));
        services.answer(
                RemoteCalls.LETTERS_COUNT,
                (served, request) -> served.broker().operations().count(request));
        services.answer(
                RemoteCalls.PURGE,
                (served, purge) -> served.broker()
                        .operations()
                        .purge(purge.first(), purge.second().orElse(null), purge.third()));
        services.answer(
                RemoteCalls.DELETE,
                (served, delete) ->
                        served.broker().operations().delete(delete.first(), delete.second(), delete.third()));
        services.answer(
                RemoteCalls.OPERATIONS,
                (served, nothing) -> served.broker().operations().list());
        services.answer(
                RemoteCalls.OPERATION_FIND,
                (served, id) -> served.broker().operations().find(id));
        services.answer(
                RemoteCalls.OPERATION_STOP,
                (served, id) -> served.broker().operations().stop(id));
    }

    private static void addAlerts(Services services) {
        services.answer(
                RemoteCalls.ALERT, (served, rule) -> served.broker().alerts().declare(rule));
        services.answer(
                RemoteCalls.ALERTS,
                (served, nothing) -> served.broker().alerts().rules());
        services.answer(
                RemoteCalls.ALERT_FIND,
                (served, name) -> served.broker().alerts().find(name));
        services.perform(
                RemoteCalls.ALERT_REMOVE,
                (served, name) -> served.broker().alerts().remove(name));
        services.answer(
                RemoteCalls.ALERT_STATES,
                (served, nothing) -> served.broker().alerts().states());
        services.answer(
                RemoteCalls.ALERT_PROBLEMS,
                (served, nothing) -> served.broker().alerts().problems());
        services.perform(RemoteCalls.ALERT_HAND_ON, (served, nothing) -> {
            var events = served.events();
            served.broker().alerts().handOn(events::handOn);
        });
        services.perform(
                RemoteCalls.ALERT_HANDED_ON, (served, done) -> served.events().handedOn(done.first(), done.second()));
    }
}

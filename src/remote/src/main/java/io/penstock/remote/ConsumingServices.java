package io.penstock.remote;

import io.penstock.remote.wire.Codec;
import io.penstock.remote.wire.RemoteCalls;

/** Serves calls of consumers and of those who read without consuming. */
final class ConsumingServices {

    private ConsumingServices() {}

    static void addTo(Services services) {
        services.perform(
                RemoteCalls.CONSUME,
                (served, joining) -> served.consumers()
                        .open(joining.first(), handler -> served.broker().consume(joining.second(), handler)));
        services.perform(
                RemoteCalls.REPLAY,
                (served, beginning) -> served.consumers()
                        .open(beginning.first(), handler -> served.broker().replay(beginning.second(), handler)));
        services.start(RemoteCalls.REPLAYED, (served, id) -> {
            var replay = served.consumers().require(id).replay();
            if (replay == null) {
                throw new IllegalArgumentException("Consumer " + id + " is no replay.");
            }
            return replay.doneAsync();
        });
        services.answer(RemoteCalls.DRAIN, (served, drain) -> {
            var drained = served.consumers().require(drain.first()).drain(drain.second());
            return new Codec.Pair<>(drained.left(), drained.isInterrupted());
        });
        services.perform(RemoteCalls.LEAVE, (served, id) -> served.consumers().leave(id));
        services.settle(RemoteCalls.ACCEPT, (served, held) -> served.consumers().accept(held));
        services.settle(
                RemoteCalls.RELEASE,
                (served, release) -> served.consumers()
                        .settle(
                                release.consumer(),
                                release.delivery(),
                                delivery -> delivery.releaseAsync(release.delay(), release.countsAsAttempt())));
        services.settle(RemoteCalls.FAIL, (served, failed) -> {
            var held = failed.first();
            return served.consumers()
                    .settle(held.consumer(), held.deliveries().get(0), delivery -> delivery.failAsync(failed.second()));
        });
        services.settle(
                RemoteCalls.REJECT,
                (served, reject) -> served.consumers()
                        .settle(
                                reject.consumer(),
                                reject.delivery(),
                                delivery -> delivery.rejectAsync(
                                        reject.reason(), reject.description(), reject.failure(), reject.headers())));
        services.settle(RemoteCalls.RENEW, (served, renewed) -> {
            var held = renewed.first();
            return served.consumers()
                    .delivery(held.consumer(), held.deliveries().get(0))
                    .renewAsync(renewed.second());
        });
        services.answer(RemoteCalls.BROWSE, (served, request) -> served.broker().browse(request));
        services.answer(
                RemoteCalls.PROGRESS,
                (served, of) -> served.broker().progress(of.first(), Math.toIntExact(of.second()), of.third()));
        services.answer(RemoteCalls.NEWEST, (served, of) -> served.broker().newest(of.first(), of.second()));
    }
}

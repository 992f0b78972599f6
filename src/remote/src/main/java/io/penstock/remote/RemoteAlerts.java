package io.penstock.remote;

import io.penstock.AlertRule;
import io.penstock.AlertState;
import io.penstock.Alerts;
import io.penstock.Capability;
import io.penstock.PenstockException;
import io.penstock.remote.connection.Dispatch;
import io.penstock.remote.connection.Repeat;
import io.penstock.remote.wire.AlertCodecs;
import io.penstock.remote.wire.Codec;
import io.penstock.remote.wire.Frame;
import io.penstock.remote.wire.RemoteCalls;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** The alerts of the server's broker. */
final class RemoteAlerts implements Alerts {

    private final ClientLink link;
    private final Dispatch dispatch;

    RemoteAlerts(ClientLink link, Dispatch dispatch) {
        this.link = link;
        this.dispatch = dispatch;
        link.capabilities().require(Capability.ALERTS, "An alert");
    }

    @Override
    public AlertRule declare(AlertRule rule) {
        return link.ask(RemoteCalls.ALERT, Objects.requireNonNull(rule, "rule"));
    }

    @Override
    public List<AlertRule> rules() {
        return link.ask(RemoteCalls.ALERTS, Codec.Nothing.NOTHING);
    }

    @Override
    public Optional<AlertRule> find(String name) {
        return link.ask(RemoteCalls.ALERT_FIND, Objects.requireNonNull(name, "name"));
    }

    @Override
    public void remove(String name) {
        link.ask(RemoteCalls.ALERT_REMOVE, Objects.requireNonNull(name, "name"));
    }

    @Override
    public List<AlertState> states() {
        return link.ask(RemoteCalls.ALERT_STATES, Codec.Nothing.NOTHING);
    }

    @Override
    public Map<String, String> problems() {
        return link.ask(RemoteCalls.ALERT_PROBLEMS, Codec.Nothing.NOTHING);
    }

    @Override
    public void handOn(Function<AlertState, CompletionStage<?>> receiver) {
        Objects.requireNonNull(receiver, "receiver");
        link.receiveAlerts(frame -> dispatch.execute(() -> handOn(frame, receiver)));
        link.ask(RemoteCalls.ALERT_HAND_ON, Codec.Nothing.NOTHING);
        link.add(new ClientLink.Member() {
            @Override
            public void rejoin() {
                link.start(RemoteCalls.ALERT_HAND_ON, Codec.Nothing.NOTHING, Repeat.NEVER);
            }

            @Override
            public void disconnected() {
                // The server tells what was not handed on again.
            }
        });
    }

    private void handOn(Frame frame, Function<AlertState, CompletionStage<?>> receiver) {
        CompletionStage<?> done;
        try {
            done = receiver.apply(frame.read(AlertCodecs.STATE));
        } catch (PenstockException e) {
            done = CompletableFuture.failedFuture(e);
        }
        done.whenComplete((any, failure) ->
                link.start(RemoteCalls.ALERT_HANDED_ON, new Codec.Pair<>(frame.id(), failure == null), Repeat.NEVER));
    }
}

package io.penstock.remote;

import io.penstock.Delivery;
import io.penstock.DeliveryHandler;
import io.penstock.PenstockException;
import io.penstock.Replay;
import io.penstock.ReplayRequest;
import io.penstock.remote.connection.DeliveryCredit;
import io.penstock.remote.connection.Dispatch;
import io.penstock.remote.connection.Repeat;
import io.penstock.remote.wire.Codec;
import io.penstock.remote.wire.FailureCodecs;
import io.penstock.remote.wire.Frame;
import io.penstock.remote.wire.HandOutCodecs;
import io.penstock.remote.wire.Kind;
import io.penstock.remote.wire.RemoteCalls;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A replay at the server. It ends with the connection that it began on. */
final class RemoteReplay implements Replay, RemoteReceiver, ClientLink.Member, ClientLink.Receiver {

    private final ClientLink link;
    private final Dispatch dispatch;
    private final DeliveryHandler handler;
    private final long membership;
    private final DeliveryCredit credit;
    private final CompletableFuture<Long> done = new CompletableFuture<>();
    private boolean isOver;

    private RemoteReplay(ClientLink link, Dispatch dispatch, DeliveryHandler handler) {
        this.link = link;
        this.dispatch = dispatch;
        this.handler = handler;
        membership = link.number();
        credit = new DeliveryCredit(link.options().window);
    }

    static RemoteReplay begin(ClientLink link, Dispatch dispatch, ReplayRequest request, DeliveryHandler handler) {
        while (true) {
            var replay = new RemoteReplay(link, dispatch, handler);
            link.receive(replay.membership, replay);
            link.add(replay);
            try {
                link.ask(RemoteCalls.REPLAY, new Codec.Pair<>(replay.membership, request), Repeat.NEVER);
                replay.await();
                return replay;
            } catch (ConnectionLost e) {
                link.remove(replay);
            } catch (RuntimeException e) {
                link.receiveNoMore(replay.membership);
                link.remove(replay);
                throw e;
            }
        }
    }

    private void await() {
        link.later(link.start(RemoteCalls.REPLAYED, membership, Repeat.NEVER).future())
                .whenComplete((accepted, failure) -> {
                    link.remove(this);
                    if (failure == null) {
                        done.complete(accepted);
                    } else {
                        var cause = PenstockException.causeOf(failure);
                        done.completeExceptionally(
                                cause instanceof ConnectionLost
                                        ? new PenstockException.Unavailable(
                                                "The replay was cancelled, since its connection was lost.")
                                        : cause);
                    }
                });
    }

    @Override
    public void rejoin() {
        // Whoever began it has to say whether it begins anew.
    }

    @Override
    public synchronized void disconnected() {
        isOver = true;
    }

    @Override
    public void take(Frame frame) {
        dispatch.execute(() -> {
            switch (frame.kind()) {
                case Kind.DELIVERIES -> deliver(frame.read(HandOutCodecs.ALL_DELIVERED));
                case Kind.CLOSED -> {
                    disconnected();
                    if (frame.read(FailureCodecs.ERROR) instanceof PenstockException reason) {
                        handler.closed(reason);
                    }
                }
                default -> {
                    // A replay owns nothing.
                }
            }
        });
    }

    private void deliver(List<HandOutCodecs.Delivered> delivered) {
        if (!isMember(membership)) {
            return;
        }
        var deliveries = new ArrayList<Delivery>(delivered.size());
        for (var each : delivered) {
            deliveries.add(new RemoteDelivery(link, this, membership, each, false));
        }
        RemoteConsumer.handle(handler, deliveries, "a replay");
        synchronized (this) {
            credit.handled(deliveries.size());
        }
        ask();
    }

    @Override
    public synchronized boolean isMember(long of) {
        return !isOver;
    }

    @Override
    public void request(long deliveries) {
        if (deliveries <= 0) {
            throw new IllegalArgumentException(
                    "A replay requested " + deliveries + " deliveries: at least 1 is needed.");
        }
        synchronized (this) {
            credit.allow(deliveries);
        }
        ask();
    }

    private synchronized void ask() {
        long more = isOver ? 0 : credit.next();
        if (more > 0) {
            link.tell(Kind.CREDIT, membership, more, Codec.NUMBER);
        }
    }

    @Override
    public CompletionStage<Long> doneAsync() {
        return done;
    }

    @Override
    public void close() {
        boolean wasOver;
        synchronized (this) {
            wasOver = isOver;
            isOver = true;
        }
        link.remove(this);
        if (!wasOver) {
            RemoteConsumer.leave(link, membership);
        }
        dispatch.barrier();
    }
}

package io.penstock.remote;

import io.penstock.Consumer;
import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.DeliveryHandler;
import io.penstock.PenstockException;
import io.penstock.remote.connection.DeliveryCredit;
import io.penstock.remote.connection.Dispatch;
import io.penstock.remote.connection.Repeat;
import io.penstock.remote.wire.Codec;
import io.penstock.remote.wire.FailureCodecs;
import io.penstock.remote.wire.Frame;
import io.penstock.remote.wire.HandOutCodecs;
import io.penstock.remote.wire.Kind;
import io.penstock.remote.wire.RemoteCalls;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A consumer at the server, which joins again when the connection was lost. It asks for a window of what it may have,
 * so that what is on its way to a slow handler is bounded.
 */
final class RemoteConsumer implements Consumer, RemoteReceiver, ClientLink.Member, ClientLink.Receiver {

    private static final Logger LOG = Logger.getLogger(RemoteConsumer.class);

    /** As long as the embedded broker lets them rest. */
    private static final Duration REST_AFTER_HANDLER_FAULT = Duration.ofSeconds(1);

    /** No membership: there is no connection, or it has not joined on that yet. */
    private static final long NOWHERE = 0;

    private final ClientLink link;
    private final Dispatch dispatch;
    private final ConsumerOptions options;
    private final DeliveryHandler handler;
    private final DeliveryCredit credit;

    /** What the server knows it by on the connection that there is. */
    private long membership = NOWHERE;

    /** Whether the server has said that it has joined: credit that comes before that is for nobody. */
    private boolean isConfirmed;

    /** Whether whoever opens it is still at that. */
    private boolean isJoining = true;

    private boolean isClosed;

    private RemoteConsumer(ClientLink link, Dispatch dispatch, ConsumerOptions options, DeliveryHandler handler) {
        this.link = link;
        this.dispatch = dispatch;
        this.options = options;
        this.handler = handler;
        credit = new DeliveryCredit(link.options().window);
    }

    static RemoteConsumer join(ClientLink link, Dispatch dispatch, ConsumerOptions options, DeliveryHandler handler) {
        var consumer = new RemoteConsumer(link, dispatch, options, handler);
        link.add(consumer);
        while (true) {
            long wanted = link.number();
            consumer.begin(wanted);
            try {
                link.ask(RemoteCalls.CONSUME, new Codec.Pair<>(wanted, options), Repeat.NEVER);
                consumer.joined(wanted);
                return consumer;
            } catch (ConnectionLost e) {
                // Again, with the next connection.
            } catch (RuntimeException e) {
                link.receiveNoMore(wanted);
                link.remove(consumer);
                throw e;
            }
        }
    }

    /** From now on it joins again by itself; also if the connection was lost just now. */
    private void joined(long wanted) {
        synchronized (this) {
            isJoining = false;
        }
        confirm(wanted);
        rejoin();
    }

    private void confirm(long wanted) {
        synchronized (this) {
            if (membership != wanted) {
                return;
            }
            isConfirmed = true;
        }
        ask();
    }

    private synchronized void begin(long wanted) {
        membership = wanted;
        isConfirmed = false;
        link.receive(wanted, this);
    }

    @Override
    public void rejoin() {
        long wanted;
        synchronized (this) {
            if (isClosed || isJoining || membership != NOWHERE) {
                return;
            }
            wanted = link.number();
            begin(wanted);
        }
        link.start(RemoteCalls.CONSUME, new Codec.Pair<>(wanted, options), Repeat.NEVER)
                .future()
                .whenComplete((done, failure) -> {
                    if (failure == null) {
                        confirm(wanted);
                    } else {
                        notJoined(wanted, PenstockException.causeOf(failure));
                    }
                });
    }

    /** Without a server it waits for the next one; what a server has against it ends it. */
    private void notJoined(long wanted, Throwable failure) {
        if (!(failure instanceof ConnectionLost || failure instanceof PenstockException.Unavailable)) {
            dispatch.execute(() -> closed(failure));
            return;
        }
        synchronized (this) {
            if (membership == wanted) {
                membership = NOWHERE;
            }
        }
    }

    @Override
    public synchronized void disconnected() {
        membership = NOWHERE;
        credit.lost();
    }

    @Override
    public void take(Frame frame) {
        dispatch.execute(() -> {
            switch (frame.kind()) {
                case Kind.DELIVERIES -> deliver(frame.id(), frame.read(HandOutCodecs.ALL_DELIVERED));
                case Kind.OWNS -> owns(frame.read(HandOutCodecs.OWNED));
                default -> closed(frame.read(FailureCodecs.ERROR));
            }
        });
    }

    private void deliver(long of, List<HandOutCodecs.Delivered> delivered) {
        synchronized (this) {
            if (isClosed || membership != of) {
                return;
            }
        }
        var deliveries = new ArrayList<Delivery>(delivered.size());
        for (var each : delivered) {
            deliveries.add(new RemoteDelivery(link, this, of, each, options.settleFirst()));
        }
        handle(handler, deliveries, options.name());
        synchronized (this) {
            if (membership == of) {
                credit.handled(deliveries.size());
            }
        }
        ask();
    }

    /** What a handler cannot take rests for a while, and goes out again. */
    static void handle(DeliveryHandler handler, List<Delivery> deliveries, String name) {
        try {
            handler.handle(deliveries);
        } catch (RuntimeException | Error e) {
            LOG.errorf(
                    e,
                    "The handler of '%s' threw: %d deliveries rest for %s, then they are handed out again.",
                    name,
                    deliveries.size(),
                    REST_AFTER_HANDLER_FAULT);
            deliveries.forEach(delivery -> delivery.releaseAsync(REST_AFTER_HANDLER_FAULT, false));
        }
    }

    private void owns(HandOutCodecs.Owned owned) {
        if (isOpen()) {
            var partitions = new TreeSet<Integer>();
            owned.partitions().forEach(number -> partitions.add(number.intValue()));
            handler.owns(owned.destination(), partitions);
        }
    }

    private void closed(Throwable reason) {
        synchronized (this) {
            if (isClosed) {
                return;
            }
            isClosed = true;
            link.receiveNoMore(membership);
            membership = NOWHERE;
        }
        link.remove(this);
        handler.closed(
                reason instanceof PenstockException known
                        ? known
                        : new PenstockException.Unavailable("The consumer was closed: " + reason.getMessage(), reason));
    }

    private synchronized boolean isOpen() {
        return !isClosed;
    }

    @Override
    public synchronized boolean isMember(long of) {
        return !isClosed && membership == of;
    }

    @Override
    public void request(long deliveries) {
        if (deliveries <= 0) {
            throw new IllegalArgumentException(
                    "Consumer '" + options.name() + "' requested " + deliveries + " deliveries: at least 1 is needed.");
        }
        synchronized (this) {
            credit.allow(deliveries);
        }
        ask();
    }

    /** Asks the server for more, if there is a window's worth of it. */
    private synchronized void ask() {
        if (membership != NOWHERE && isConfirmed && !isClosed) {
            long more = credit.next();
            if (more > 0) {
                link.tell(Kind.CREDIT, membership, more, Codec.NUMBER);
            }
        }
    }

    @Override
    public synchronized void pause() {
        credit.takeBack();
        if (membership != NOWHERE) {
            link.tell(Kind.PAUSE, membership, Codec.Nothing.NOTHING, Codec.NOTHING);
        }
    }

    @Override
    public void drain() {
        while (true) {
            long of;
            long more;
            synchronized (this) {
                of = isConfirmed ? membership : NOWHERE;
                more = credit.nextOfDrain();
            }
            if (of == NOWHERE) {
                break;
            }
            try {
                var drained = link.ask(RemoteCalls.DRAIN, new Codec.Pair<>(of, more), Repeat.NEVER);
                dispatch.barrier();
                boolean isAll = drained.first() > 0 && !drained.second();
                synchronized (this) {
                    if (isAll || credit.isUsedUp()) {
                        break;
                    }
                    credit.drained();
                }
            } catch (ConnectionLost e) {
                break;
            }
        }
        synchronized (this) {
            credit.takeBack();
        }
        dispatch.barrier();
    }

    @Override
    public CompletionStage<Void> acceptAsync(Collection<? extends Delivery> deliveries) {
        var held = new ArrayList<Long>();
        long of;
        RemoteDelivery lost = null;
        synchronized (this) {
            of = membership;
        }
        for (var delivery : deliveries) {
            if (!(delivery instanceof RemoteDelivery remote) || remote.receiver() != this) {
                throw new PenstockException.InvalidConfiguration(
                        "A delivery is not one of consumer '" + options.name() + "', which is to accept it.");
            }
            if (options.settleFirst()) {
                continue;
            }
            if (remote.membership() == of && of != NOWHERE) {
                held.add(remote.number());
            } else {
                lost = remote;
            }
        }
        var failed = lost;
        if (held.isEmpty()) {
            return failed == null
                    ? CompletableFuture.completedFuture(null)
                    : CompletableFuture.failedFuture(failed.leaseLost());
        }
        var any = (RemoteDelivery) deliveries.iterator().next();
        return any.settled(link.call(RemoteCalls.ACCEPT, new HandOutCodecs.Held(of, held)))
                .thenCompose(done -> failed == null
                        ? CompletableFuture.completedFuture(done)
                        : CompletableFuture.failedFuture(failed.leaseLost()));
    }

    @Override
    public ConsumerOptions options() {
        return options;
    }

    @Override
    public void close() {
        long of;
        synchronized (this) {
            of = membership;
            isClosed = true;
            membership = NOWHERE;
        }
        link.remove(this);
        leave(link, of);
        dispatch.barrier();
    }

    /** Leaves the server, which has no consumer any more when this returns. */
    static void leave(ClientLink link, @Nullable Long of) {
        if (of != null && of != NOWHERE) {
            link.receiveNoMore(of);
            try {
                link.ask(RemoteCalls.LEAVE, of, Repeat.NEVER);
            } catch (ConnectionLost | PenstockException.Unavailable e) {
                // Then the server has closed it by itself.
            }
        }
    }
}

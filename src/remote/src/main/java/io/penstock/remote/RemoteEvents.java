package io.penstock.remote;

import io.penstock.BrokerEvent;
import io.penstock.EventSubscription;
import io.penstock.PenstockException;
import io.penstock.remote.connection.Repeat;
import io.penstock.remote.connection.Threads;
import io.penstock.remote.wire.EventCodecs;
import io.penstock.remote.wire.Frame;
import io.penstock.remote.wire.RemoteCalls;
import org.jboss.logging.Logger;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** A listener for events of the server's broker. What happens while there is no connection it is not told. */
final class RemoteEvents implements EventSubscription, ClientLink.Member, ClientLink.Receiver {

    private static final Logger LOG = Logger.getLogger(RemoteEvents.class);

    /** The most events that wait for a slow listener here; the server keeps as many again. */
    static final int MAX_WAITING = 10_000;

    private static final long NOWHERE = 0;

    private final ClientLink link;
    private final Consumer<BrokerEvent> listener;
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong lostByServer = new AtomicLong();

    /** The listener's own thread. */
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1,
            1,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MAX_WAITING),
            Threads.named("penstock-remote-events"));

    private long number = NOWHERE;
    private boolean isClosed;

    private RemoteEvents(ClientLink link, Consumer<BrokerEvent> listener) {
        this.link = link;
        this.listener = listener;
        thread.allowCoreThreadTimeOut(true);
    }

    static RemoteEvents listen(ClientLink link, Consumer<BrokerEvent> listener) {
        var events = new RemoteEvents(link, listener);
        while (true) {
            long wanted = events.begin();
            try {
                link.ask(RemoteCalls.LISTEN, wanted, Repeat.NEVER);
                link.add(events);
                return events;
            } catch (ConnectionLost e) {
                // Again, with the next connection.
            } catch (RuntimeException e) {
                events.close();
                throw e;
            }
        }
    }

    private synchronized long begin() {
        number = link.number();
        link.receive(number, this);
        return number;
    }

    @Override
    public void rejoin() {
        synchronized (this) {
            if (isClosed) {
                return;
            }
        }
        link.start(RemoteCalls.LISTEN, begin(), Repeat.NEVER).future().exceptionally(failure -> {
            LOG.warnf(
                    "Events are not told any more: %s",
                    PenstockException.causeOf(failure).getMessage());
            return null;
        });
    }

    @Override
    public synchronized void disconnected() {
        number = NOWHERE;
    }

    @Override
    public void take(Frame frame) {
        frame.read(EventCodecs.EVENT).ifPresent(event -> {
            try {
                thread.execute(() -> tell(event));
            } catch (RejectedExecutionException e) {
                lost.incrementAndGet();
            }
        });
    }

    private void tell(BrokerEvent event) {
        try {
            listener.accept(event);
        } catch (RuntimeException e) {
            LOG.error("A listener for events failed.", e);
        }
    }

    /** Those that the server has lost too, as far as there is a connection over which it can say so. */
    @Override
    public long lost() {
        long of;
        synchronized (this) {
            of = number;
        }
        if (of != NOWHERE) {
            try {
                lostByServer.accumulateAndGet(link.ask(RemoteCalls.LISTEN_LOST, of, Repeat.NEVER), Math::max);
            } catch (ConnectionLost | PenstockException.Unavailable e) {
                LOG.debug("The server does not say how many events were lost.");
            }
        }
        return lost.get() + lostByServer.get();
    }

    @Override
    public void close() {
        long of;
        synchronized (this) {
            isClosed = true;
            of = number;
            number = NOWHERE;
        }
        link.remove(this);
        link.receiveNoMore(of);
        thread.shutdown();
        if (of != NOWHERE) {
            try {
                link.ask(RemoteCalls.LISTEN_END, of, Repeat.NEVER);
            } catch (ConnectionLost | PenstockException.Unavailable e) {
                LOG.debug("The server ends the listener with its connection.");
            }
        }
    }
}

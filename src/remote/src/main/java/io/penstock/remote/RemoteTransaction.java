package io.penstock.remote;

import io.penstock.Delivery;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.Producer;
import io.penstock.Schedule;
import io.penstock.StartPosition;
import io.penstock.Transaction;
import io.penstock.remote.connection.Repeat;
import io.penstock.remote.wire.Codec;
import io.penstock.remote.wire.HandOutCodecs;
import io.penstock.remote.wire.RemoteCall;
import io.penstock.remote.wire.RemoteCalls;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A transaction at the server. It is rolled back with the connection that it began on, unless it has ended. */
final class RemoteTransaction implements Transaction {

    private static final Logger LOG = Logger.getLogger(RemoteTransaction.class);

    private final ClientLink link;
    private final RemoteSending sending;
    private final long id;

    /** What it cannot accept any more, so that it cannot be committed either. */
    private PenstockException.@Nullable LeaseLost lost;

    private volatile boolean isEnded;
    private volatile PenstockException.@Nullable TransactionTimedOut timedOut;

    private RemoteTransaction(ClientLink link, RemoteSending sending, long id) {
        this.link = link;
        this.sending = sending;
        this.id = id;
    }

    static RemoteTransaction begin(ClientLink link, RemoteSending sending, Duration timeout) {
        while (true) {
            long id = link.number();
            try {
                link.ask(RemoteCalls.BEGIN, new Codec.Pair<>(id, timeout), Repeat.NEVER);
                return new RemoteTransaction(link, sending, id);
            } catch (ConnectionLost e) {
                // Nothing of it has begun.
            }
        }
    }

    private void requireOpen() {
        if (isEnded) {
            throw new IllegalStateException("The transaction has ended; begin another one.");
        }
        if (timedOut != null) {
            throw timedOut;
        }
    }

    private <Q> void add(RemoteCall<Q, Codec.Nothing> call, Q question) {
        try {
            link.ask(call, question, Repeat.NEVER);
        } catch (ConnectionLost e) {
            throw new PenstockException.Unavailable(
                    "The transaction was rolled back, since its connection was lost: begin another one.");
        } catch (PenstockException.TransactionTimedOut e) {
            timedOut = e;
            throw e;
        }
    }

    @Override
    public void send(Message message) {
        Objects.requireNonNull(message, "message");
        requireOpen();
        sending.requireFits(message);
        add(RemoteCalls.TRANSACTION_SEND, new HandOutCodecs.TransactionSend(id, message, null, 0));
    }

    @Override
    public void send(Producer producer, long sequence, Message message) {
        Objects.requireNonNull(message, "message");
        requireOpen();
        if (!(producer instanceof RemoteProducer remote) || remote.link() != link) {
            throw new PenstockException.InvalidConfiguration(
                    "This producer is of another broker, and cannot send in a transaction of this one.");
        }
        sending.requireFits(message);
        add(RemoteCalls.TRANSACTION_SEND, new HandOutCodecs.TransactionSend(id, message, remote.handle(), sequence));
    }

    @Override
    public void accept(Delivery delivery) {
        Objects.requireNonNull(delivery, "delivery");
        requireOpen();
        if (!(delivery instanceof RemoteDelivery remote) || remote.link() != link) {
            throw new PenstockException.InvalidConfiguration(
                    "This delivery is of another broker, and cannot be accepted in a transaction of this one.");
        }
        if (remote.isSettled()) {
            return;
        }
        if (!remote.receiver().isMember(remote.membership())) {
            lost = remote.leaseLost();
            return;
        }
        try {
            add(RemoteCalls.TRANSACTION_ACCEPT, new Codec.Pair<>(id, remote.held()));
        } catch (PenstockException.LeaseLost e) {
            lost = remote.leaseLost();
        }
    }

    @Override
    public void seek(String destination, String subscription, StartPosition position) {
        requireOpen();
        Objects.requireNonNull(destination, "destination");
        Objects.requireNonNull(subscription, "subscription");
        Objects.requireNonNull(position, "position");
        add(RemoteCalls.TRANSACTION_SEEK, new HandOutCodecs.TransactionSeek(id, destination, subscription, position));
    }

    @Override
    public void schedule(Schedule schedule) {
        Objects.requireNonNull(schedule, "schedule");
        requireOpen();
        add(RemoteCalls.TRANSACTION_SCHEDULE, new HandOutCodecs.TransactionSchedule(id, schedule, null));
    }

    @Override
    public void cancelSchedule(String name) {
        Objects.requireNonNull(name, "name");
        requireOpen();
        add(RemoteCalls.TRANSACTION_SCHEDULE, new HandOutCodecs.TransactionSchedule(id, null, name));
    }

    @Override
    public CompletionStage<Void> commitAsync() {
        return end(RemoteCalls.COMMIT, id);
    }

    private <Q> CompletionStage<Void> end(RemoteCall<Q, Codec.Nothing> call, Q question) {
        try {
            requireOpen();
            if (lost != null) {
                rollback();
                throw lost;
            }
        } catch (PenstockException e) {
            return CompletableFuture.failedFuture(e);
        }
        isEnded = true;
        return link.call(call, question).handle((done, failure) -> {
            if (failure != null && PenstockException.causeOf(failure) instanceof RuntimeException known) {
                if (known instanceof PenstockException.TransactionTimedOut late) {
                    timedOut = late;
                    isEnded = false;
                }
                throw known;
            }
            return null;
        });
    }

    @Override
    public CompletionStage<Void> prepareAsync(byte[] globalId) {
        Objects.requireNonNull(globalId, "globalId");
        return end(RemoteCalls.PREPARE, new Codec.Pair<>(id, globalId));
    }

    @Override
    public void rollback() {
        requireOpen();
        isEnded = true;
        try {
            add(RemoteCalls.ROLLBACK, id);
        } catch (PenstockException.TransactionTimedOut e) {
            isEnded = false;
            throw e;
        } catch (PenstockException.Unavailable e) {
            LOG.debugf("The server rolls a transaction back with its connection: %s", e.getMessage());
        }
    }
}

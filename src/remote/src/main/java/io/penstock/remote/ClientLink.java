package io.penstock.remote;

import io.penstock.BrokerHealth;
import io.penstock.Capabilities;
import io.penstock.Capability;
import io.penstock.PenstockException;
import io.penstock.remote.connection.Repeat;
import io.penstock.remote.connection.SharedKey;
import io.penstock.remote.wire.Codec;
import io.penstock.remote.wire.Frame;
import io.penstock.remote.wire.HandOutCodecs;
import io.penstock.remote.wire.Handshake;
import io.penstock.remote.wire.Kind;
import io.penstock.remote.wire.MalformedFrame;
import io.penstock.remote.wire.RemoteCall;
import io.penstock.remote.wire.StateCodecs;
import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The client's end of a link: its calls, over one connection after the other. What is lost with a connection is told to
 * those that it concerns; what can be called for again is, in the same order.
 */
final class ClientLink {

    /** The most bytes of calls that wait for their answers; further ones that need not wait are refused. */
    static final long MAX_PENDING_BYTES = 64L << 20;

    /** The most calls that the server has to answer at a time; further ones wait here. */
    private static final int MAX_SENT = 1_000;

    /** The answers after which the server is told that they have come. */
    private static final int ANSWERED_TOGETHER = 64;

    /** Who lives longer than a connection, and is told of its end and of the next one. */
    interface Member {

        /** There is another connection. Does not block. */
        void rejoin();

        /** The connection is lost. Does not block. */
        void disconnected();
    }

    /** Takes the frames that are for one consumer or listener. Does not block. */
    interface Receiver {
        void take(Frame frame);
    }

    private final RemoteOptions options;
    private final byte[] id = SharedKey.nonce();
    private final AtomicLong numbers = new AtomicLong();
    private final ConcurrentSkipListMap<Long, Pending<?>> pending = new ConcurrentSkipListMap<>();
    private final Map<Long, Receiver> receivers = new ConcurrentHashMap<>();
    private final List<Member> members = new ArrayList<>();
    private final List<Long> answered = new ArrayList<>();
    private final Executor answers;
    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private volatile @Nullable Receiver alerts;
    private @Nullable Channel channel;

    /** Those of the pending calls that wait for their turn, in their order. */
    private final Deque<Pending<?>> unsent = new ArrayDeque<>();

    private int sent;
    private long pendingBytes;
    private long lostAtNanos = System.nanoTime();
    private int maxFrameBytes = BrokerServerOptions.DEFAULT_MAX_FRAME_BYTES;
    private volatile Capabilities capabilities = Capabilities.builder().build();
    private volatile BrokerHealth health =
            new BrokerHealth(BrokerHealth.State.DEGRADED, "There was no connection yet.");
    private @Nullable RuntimeException lastRefusal;

    /** Why the last attempt to connect failed; empty once one has succeeded. */
    private volatile String lastAttempt = "";

    private boolean isClosed;

    /** @param answers runs what is to happen when an answer has come, in its order */
    ClientLink(RemoteOptions options, Executor answers) {
        this.options = options;
        this.answers = answers;
    }

    byte[] id() {
        return id;
    }

    RemoteOptions options() {
        return options;
    }

    /** A number that this link has not used. */
    long number() {
        return numbers.incrementAndGet();
    }

    /** Completes with the first connection, or with what the server had against it. */
    CompletableFuture<Void> opened() {
        return opened;
    }

    synchronized int maxFrameBytes() {
        return maxFrameBytes;
    }

    Capabilities capabilities() {
        return capabilities;
    }

    /** Calls, and returns a stage of which callers may make what they like. */
    <Q, A> CompletableFuture<A> call(RemoteCall<Q, A> call, Q question) {
        return later(start(call, question, usual(call)).future());
    }

    /** As {@link #call}, for a call that is not repeated as is usual. */
    <Q, A> Pending<A> start(RemoteCall<Q, A> call, Q question, Repeat repeat) {
        byte[] fields = call.question().bytes(question);
        return start(call, fields, repeat, false);
    }

    static Repeat usual(RemoteCall<?, ?> call) {
        return call.once() ? Repeat.WHERE_REMEMBERED : Repeat.FREELY;
    }

    /** Runs on the thread of answers. */
    <A> CompletableFuture<A> later(CompletableFuture<A> future) {
        return future.handleAsync(Completed::of, answers).thenCompose(Completed::stage);
    }

    private record Completed<A>(@Nullable A value, @Nullable Throwable failure) {
        private static <A> Completed<A> of(@Nullable A value, @Nullable Throwable failure) {
            return new Completed<>(value, failure);
        }

        private CompletableFuture<A> stage() {
            return failure == null
                    ? CompletableFuture.completedFuture(value)
                    : CompletableFuture.failedFuture(PenstockException.causeOf(failure));
        }
    }

    /** Calls, and waits for the answer. */
    <Q, A> A ask(RemoteCall<Q, A> call, Q question) {
        return ask(call, question, usual(call));
    }

    <Q, A> A ask(RemoteCall<Q, A> call, Q question, Repeat repeat) {
        return await(start(call, call.question().bytes(question), repeat, true).future());
    }

    static <A> A await(CompletableFuture<A> future) {
        try {
            return future.join();
        } catch (RuntimeException e) {
            throw PenstockException.causeOf(e) instanceof RuntimeException known ? known : e;
        }
    }

    <A> Pending<A> start(RemoteCall<?, A> call, byte[] fields, Repeat repeat, boolean waits) {
        synchronized (this) {
            var refused = refusal(fields, waits);
            var waiting = new Pending<>(number(), call, fields, repeat);
            if (refused != null) {
                waiting.fail(refused);
                return waiting;
            }
            pending.put(waiting.id(), waiting);
            pendingBytes += waiting.size();
            if (channel == null) {
                waiting.waits(System.nanoTime());
            } else {
                unsent.add(waiting);
                sendMore(channel);
            }
            return waiting;
        }
    }

    private void sendMore(Channel to) {
        while (sent < MAX_SENT && !unsent.isEmpty()) {
            var next = unsent.remove();
            if (pending.containsKey(next.id())) {
                sent++;
                next.sendTo(to.out());
            }
        }
    }

    private @Nullable RuntimeException refusal(byte[] fields, boolean waits) {
        if (fields.length + Frame.HEADER_BYTES > maxFrameBytes) {
            return new PenstockException.InvalidConfiguration("The call has " + fields.length
                    + " bytes; the limit of the server is " + maxFrameBytes + ". Ask for less at once.");
        }
        try {
            while (waits && !isClosed && isFull()) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new PenstockException.Unavailable("The thread was interrupted while it waited for its turn.", e);
        }
        if (isClosed) {
            return closed();
        }
        return isFull()
                ? new PenstockException.Overloaded("There are " + pending.size() + " calls with " + pendingBytes
                        + " bytes that wait for the server: bound what is on its way.")
                : null;
    }

    private boolean isFull() {
        return pending.size() >= options.maxCalls || pendingBytes > MAX_PENDING_BYTES;
    }

    static PenstockException.Unavailable closed() {
        return new PenstockException.Unavailable("The broker is closed.");
    }

    /** Sends a frame that has no answer; it is lost without a connection. */
    synchronized <T> void tell(int kind, long of, T value, Codec<T> codec) {
        if (channel != null) {
            channel.out().send(Frame.write(kind, of, value, codec));
        }
    }

    void receive(long of, Receiver receiver) {
        receivers.put(of, receiver);
    }

    void receiveNoMore(long of) {
        receivers.remove(of);
    }

    void receiveAlerts(Receiver receiver) {
        alerts = receiver;
    }

    synchronized void add(Member member) {
        members.add(member);
    }

    synchronized void remove(Member member) {
        members.remove(member);
    }

    synchronized @Nullable RuntimeException lastRefusal() {
        return lastRefusal;
    }

    synchronized boolean isConnected() {
        return channel != null;
    }

    synchronized boolean isClosed() {
        return isClosed;
    }

    /** There is a connection. On the event loop, as all that follows. */
    void ready(Channel connected, Handshake.Ready ready) {
        List<Member> all;
        var failed = new ArrayList<Pending<?>>();
        synchronized (this) {
            var capable = ready.capabilities().copy();
            capable.without(Capability.TYPED_PAYLOADS).without(Capability.BACKUPS);
            if (options.codec != null) {
                capable.support(Capability.TYPED_PAYLOADS);
            }
            capabilities = capable.build();
            health = ready.health();
            maxFrameBytes = connected.maxFrameBytes();
            channel = connected;
            lastRefusal = null;
            lastAttempt = "";
            tellAnswered();
            sent = 0;
            unsent.clear();
            for (var waiting : pending.values()) {
                (waiting.isRepeatable(ready.isResumed()) ? unsent : failed).add(waiting);
            }
            sendMore(connected);
            all = List.copyOf(members);
        }
        failed.forEach(waiting -> end(waiting, Pending.outcomeUnknown()));
        all.forEach(Member::rejoin);
        opened.complete(null);
    }

    /** A connection is lost, or there was none; it tells why if the server has said so. */
    void lost(Channel ended, @Nullable RuntimeException refusal) {
        List<Member> all = List.of();
        var failed = new ArrayList<Pending<?>>();
        synchronized (this) {
            lastRefusal = refusal;
            if (channel == ended) {
                channel = null;
                lostAtNanos = System.nanoTime();
                receivers.clear();
                for (var waiting : pending.values()) {
                    waiting.waits(lostAtNanos);
                    if (waiting.repeat() == Repeat.NEVER) {
                        failed.add(waiting);
                    }
                }
                all = List.copyOf(members);
            }
        }
        failed.forEach(waiting -> end(waiting, new ConnectionLost()));
        all.forEach(Member::disconnected);
        // The server that is found next may let it in.
        if (refusal instanceof PenstockException.Forbidden && options.finder == null) {
            opened.completeExceptionally(refusal);
        }
    }

    /** Fails the calls that have waited for a connection for too long. */
    void sweep() {
        var late = new ArrayList<Pending<?>>();
        RuntimeException refusal;
        synchronized (this) {
            if (channel != null) {
                return;
            }
            long now = System.nanoTime();
            for (var waiting : pending.values()) {
                if (waiting.hasWaited(options.failoverWait.toNanos(), now)) {
                    late.add(waiting);
                }
            }
            refusal = lastRefusal;
        }
        late.forEach(waiting -> end(waiting, unreachable(refusal)));
    }

    synchronized PenstockException unreachable() {
        return unreachable(lastRefusal);
    }

    private PenstockException unreachable(@Nullable RuntimeException refusal) {
        return new PenstockException.Unavailable(
                "There was no connection to the server for " + options.failoverWait
                        + (refusal == null ? "." : ", which says: " + refusal.getMessage()) + missing(),
                refusal);
    }

    private String missing() {
        var missing = options.finder == null ? lastAttempt : options.finder.missing() + lastAttempt;
        return missing.isEmpty() ? "" : " " + missing.strip();
    }

    /** No connection could be made to that address, for people. */
    void unreached(RemoteOptions.Server address, Throwable cause) {
        lastAttempt = " The last attempt, at " + address + ", failed: " + cause.getMessage();
    }

    private void end(Pending<?> waiting, RuntimeException failure) {
        if (remove(waiting)) {
            waiting.fail(failure);
        }
    }

    private synchronized boolean remove(Pending<?> waiting) {
        if (pending.remove(waiting.id()) == null) {
            return false;
        }
        pendingBytes -= waiting.size();
        notifyAll();
        return true;
    }

    void take(Frame frame) {
        switch (frame.kind()) {
            case Kind.RESULT, Kind.ERROR, Kind.PART -> answer(frame);
            case Kind.PONG -> health = frame.read(StateCodecs.HEALTH);
            case Kind.DELIVERIES, Kind.OWNS, Kind.CLOSED, Kind.EVENT -> {
                var receiver = receivers.get(frame.id());
                if (receiver != null) {
                    receiver.take(frame);
                }
            }
            case Kind.ALERT -> {
                var receiver = alerts;
                if (receiver != null) {
                    receiver.take(frame);
                }
            }
            default -> {
                if (!Kind.isOptional(frame.kind())) {
                    throw new MalformedFrame("frames of kind " + frame.kind() + ".");
                }
            }
        }
    }

    private void answer(Frame frame) {
        var waiting = pending.get(frame.id());
        if (waiting == null) {
            return;
        }
        Runnable completion;
        try {
            completion = waiting.answered(frame);
        } catch (PenstockException | MalformedFrame e) {
            // A value that this version does not know, such as a policy of a later one.
            completion = () -> waiting.fail(
                    new PenstockException.Unavailable("The answer is not understood: " + e.getMessage(), e));
        }
        if (frame.kind() != Kind.PART && remove(waiting)) {
            hasCome(waiting);
        }
        completion.run();
    }

    private synchronized void hasCome(Pending<?> call) {
        sent--;
        if (channel != null) {
            sendMore(channel);
        }
        if (call.isOnce()) {
            answered.add(call.id());
        }
        if (answered.size() >= ANSWERED_TOGETHER) {
            tellAnswered();
        }
    }

    private void tellAnswered() {
        long below = pending.isEmpty() ? numbers.get() : pending.firstKey();
        tell(Kind.ANSWERED, 0, new HandOutCodecs.Held(below, List.copyOf(answered)), HandOutCodecs.HELD);
        answered.clear();
    }

    /** Shows the server that somebody is here. */
    synchronized void ping() {
        if (channel != null) {
            channel.ping();
            if (!answered.isEmpty()) {
                tellAnswered();
            }
        }
    }

    BrokerHealth health() {
        synchronized (this) {
            if (isClosed) {
                return new BrokerHealth(BrokerHealth.State.CLOSED, "The broker is closed.");
            }
            if (channel == null) {
                boolean isLate = System.nanoTime() - lostAtNanos > options.failoverWait.toNanos();
                return new BrokerHealth(
                        isLate ? BrokerHealth.State.FAILED : BrokerHealth.State.DEGRADED,
                        "There is no connection to the server." + missing()
                                + (lastRefusal == null ? "" : " The last one said: " + lastRefusal.getMessage()));
            }
        }
        return health;
    }

    /** Says goodbye, and fails what waits; returns whether it was open. */
    boolean close() {
        Channel last;
        List<Pending<?>> all;
        synchronized (this) {
            if (isClosed) {
                return false;
            }
            isClosed = true;
            last = channel;
            all = List.copyOf(pending.values());
            receivers.clear();
            notifyAll();
        }
        all.forEach(waiting -> end(waiting, closed()));
        if (last != null) {
            last.out().send(Frame.write(Kind.BYE, 0, Codec.Nothing.NOTHING, Codec.NOTHING));
        }
        return true;
    }
}

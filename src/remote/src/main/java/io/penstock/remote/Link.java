package io.penstock.remote;

import io.penstock.Broker;
import io.penstock.PenstockException;
import io.penstock.Producer;
import io.penstock.TemporaryDestination;
import io.penstock.remote.connection.Answer;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * A link is a client through all its connections. It keeps what must outlive one of them: the answers that the client
 * may not have got, its producers, its temporary destinations.
 */
final class Link {

    /** The most answers that are kept for a client that does not say that it has them. */
    static final int MAX_ANSWERS = 4_096;

    static final long MAX_ANSWER_BYTES = 32L << 20;

    /** The most producers, and the most temporary destinations, of one client. */
    static final int MAX_HANDLES = 10_000;

    final String caller;
    final Broker broker;
    private final ConcurrentSkipListMap<Long, CompletableFuture<Answer>> answers = new ConcurrentSkipListMap<>();
    private final AtomicLong answerBytes = new AtomicLong();
    private final Map<Long, Producer> producers = new ConcurrentHashMap<>();
    private final Map<Long, TemporaryDestination> temporaries = new ConcurrentHashMap<>();
    private final AtomicLong handles = new AtomicLong();

    /** The connection that the client has now; null while it has none. */
    private volatile @Nullable Session session;

    /** When it lost its connection, in nanoseconds; meaningless while it has one. */
    private volatile long lostAtNanos;

    private boolean isEnded;

    /** @param broker as the caller may use it */
    Link(String caller, Broker broker) {
        this.caller = caller;
        this.broker = broker;
    }

    /** Joins a connection; returns the one that the client had before, if it has not ended. */
    synchronized @Nullable Session join(Session joining) {
        var before = session;
        session = joining;
        return before;
    }

    /** A connection has ended. */
    synchronized void left(Session leaving, long nowNanos) {
        if (session == leaving) {
            session = null;
            lostAtNanos = nowNanos;
        }
    }

    @Nullable
    Session session() {
        return session;
    }

    boolean isLostFor(long nanos, long nowNanos) {
        return session == null && nowNanos - lostAtNanos >= nanos;
    }

    /** Does something once, however often it is called for; and keeps the answer. */
    CompletableFuture<Answer> once(long id, Supplier<CompletableFuture<Answer>> action) {
        var answer = new CompletableFuture<Answer>();
        var before = answers.putIfAbsent(id, answer);
        if (before != null) {
            return before;
        }
        action.get().thenAccept(done -> {
            answerBytes.addAndGet(done.fields().length);
            answer.complete(done);
        });
        return answer;
    }

    /** Whether the client leaves so many answers here that it takes too much. */
    boolean isTooMuch() {
        return answerBytes.get() > MAX_ANSWER_BYTES || answers.size() > MAX_ANSWERS;
    }

    /** The client has the answers of all calls below that number, and of those. */
    void answered(long below, List<Long> calls) {
        answers.headMap(below).keySet().forEach(this::forget);
        calls.forEach(this::forget);
    }

    private void forget(long call) {
        var answer = answers.remove(call);
        if (answer != null) {
            answer.thenAccept(done -> answerBytes.addAndGet(-done.fields().length));
        }
    }

    long add(Producer producer) {
        requireRoom(producers);
        long handle = handles.incrementAndGet();
        producers.put(handle, producer);
        return handle;
    }

    Producer producer(long handle) {
        var producer = producers.get(handle);
        if (producer == null) {
            throw new PenstockException.Fenced("The server does not know this producer any more, since it was started"
                    + " anew or has forgotten its client: open the producer again; its numbers go on.");
        }
        return producer;
    }

    synchronized long add(TemporaryDestination temporary) {
        if (isEnded) {
            temporary.close();
            throw new PenstockException.Unavailable("The client has gone.");
        }
        requireRoom(temporaries);
        long handle = handles.incrementAndGet();
        temporaries.put(handle, temporary);
        return handle;
    }

    void closeTemporary(long handle) {
        var temporary = temporaries.remove(handle);
        if (temporary != null) {
            temporary.close();
        }
    }

    private static void requireRoom(Map<Long, ?> map) {
        if (map.size() >= MAX_HANDLES) {
            throw new PenstockException.Overloaded("This client has " + map.size()
                    + " producers or temporary destinations, and may have no more: close some.");
        }
    }

    /** The client has gone for good. */
    void end() {
        var left = new ArrayList<TemporaryDestination>();
        synchronized (this) {
            isEnded = true;
            left.addAll(temporaries.values());
            temporaries.clear();
        }
        answers.clear();
        left.forEach(TemporaryDestination::close);
    }
}

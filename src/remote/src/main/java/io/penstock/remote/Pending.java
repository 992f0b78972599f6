package io.penstock.remote;

import io.penstock.PenstockException;
import io.penstock.remote.connection.Answer;
import io.penstock.remote.connection.Outbound;
import io.penstock.remote.connection.Repeat;
import io.penstock.remote.wire.FailureCodecs;
import io.penstock.remote.wire.Frame;
import io.penstock.remote.wire.In;
import io.penstock.remote.wire.Kind;
import io.penstock.remote.wire.MalformedFrame;
import io.penstock.remote.wire.RemoteCall;

import java.io.ByteArrayOutputStream;
import java.util.concurrent.CompletableFuture;

/** A call that waits for its answer, over as many connections as it takes. */
final class Pending<A> {

    private final long id;
    private final RemoteCall<?, A> call;
    private final byte[] fields;
    private final Repeat repeat;
    private final CompletableFuture<A> future = new CompletableFuture<>();
    private final ByteArrayOutputStream parts = new ByteArrayOutputStream(0);

    /** Whether a server may have got it. */
    private boolean isSent;

    /** Whether another server than the one that it was sent to first may have got it. */
    private boolean isRepeated;

    /** Since when it waits for a connection, in nanoseconds; meaningless while there is one. */
    private long waitingSinceNanos;

    Pending(long id, RemoteCall<?, A> call, byte[] fields, Repeat repeat) {
        this.id = id;
        this.call = call;
        this.fields = fields;
        this.repeat = repeat;
    }

    long id() {
        return id;
    }

    int size() {
        return fields.length;
    }

    boolean isOnce() {
        return call.once();
    }

    Repeat repeat() {
        return repeat;
    }

    CompletableFuture<A> future() {
        return future;
    }

    boolean isRepeated() {
        return isRepeated;
    }

    void sendTo(Outbound out) {
        isSent = true;
        parts.reset();
        out.send(Frame.write(call.kind(), id, fields));
    }

    /** Whether it can be called on a new connection without being done twice. */
    boolean isRepeatable(boolean isRemembered) {
        isRepeated |= isSent && !isRemembered;
        return !isSent || isRemembered || repeat != Repeat.WHERE_REMEMBERED;
    }

    void waits(long nowNanos) {
        waitingSinceNanos = nowNanos;
    }

    boolean hasWaited(long nanos, long nowNanos) {
        return nowNanos - waitingSinceNanos >= nanos;
    }

    /** What it came to, as a supplier of the result that runs where it is completed. Null if more is to come. */
    Runnable answered(Frame frame) {
        if (frame.kind() == Kind.PART) {
            if (parts.size() + frame.size() > Answer.MAX_BYTES) {
                throw new MalformedFrame("An answer has more than " + Answer.MAX_BYTES + " bytes.");
            }
            parts.write(frame.bytes(), Frame.HEADER_BYTES, frame.size());
            return () -> {};
        }
        if (frame.kind() == Kind.ERROR) {
            var error = frame.read(FailureCodecs.ERROR);
            return () -> future.completeExceptionally(error);
        }
        A value;
        if (parts.size() == 0) {
            value = frame.read(call.answer());
        } else {
            parts.write(frame.bytes(), Frame.HEADER_BYTES, frame.size());
            value = call.answer().read(In.of(parts.toByteArray(), 0));
        }
        return () -> future.complete(value);
    }

    void fail(RuntimeException failure) {
        future.completeExceptionally(failure);
    }

    static PenstockException.Unavailable outcomeUnknown() {
        return new PenstockException.Unavailable("The connection was lost before the answer came, and the server that"
                + " is there now does not know of the call: it may have been done, or not.");
    }
}

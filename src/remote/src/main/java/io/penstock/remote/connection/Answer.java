package io.penstock.remote.connection;

import io.penstock.PenstockException;
import io.penstock.remote.wire.Codec;
import io.penstock.remote.wire.FailureCodecs;
import io.penstock.remote.wire.Frame;
import io.penstock.remote.wire.Kind;

import java.util.Arrays;

/** The answer of a call, as it goes over a connection: in pieces, if it is long. */
public record Answer(int kind, byte[] fields) {

    /** The longest answer: whoever asks for more asks for too much at once. */
    public static final int MAX_BYTES = 256 << 20;

    /** The longest piece of an answer. */
    private static final int PART_BYTES = 1 << 20;

    public static <A> Answer of(A value, Codec<A> codec) {
        byte[] fields = codec.bytes(value);
        return fields.length <= MAX_BYTES
                ? new Answer(Kind.RESULT, fields)
                : failed(new PenstockException.InvalidConfiguration("The answer has " + fields.length
                        + " bytes; the limit is " + MAX_BYTES + ". Ask for less at once."));
    }

    public static Answer failed(Throwable failure) {
        var cause = PenstockException.causeOf(failure);
        var told = cause instanceof RuntimeException known
                ? known
                : new PenstockException.Unavailable("The server failed with " + cause + ".");
        return new Answer(Kind.ERROR, FailureCodecs.ERROR.bytes(told));
    }

    public void sendTo(Outbound out, long id) {
        int from = 0;
        while (fields.length - from > PART_BYTES) {
            out.send(Frame.write(Kind.PART, id, Arrays.copyOfRange(fields, from, from + PART_BYTES)));
            from += PART_BYTES;
        }
        out.send(Frame.write(kind, id, from == 0 ? fields : Arrays.copyOfRange(fields, from, fields.length)));
    }
}

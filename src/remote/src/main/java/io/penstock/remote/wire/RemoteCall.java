package io.penstock.remote.wire;

/**
 * A call is what a client asks of a server: a question and its answer.
 *
 * @param kind the number of its frames
 * @param once whether doing it twice is not the same as doing it once: then the server remembers the answer until the
 *     client has it
 */
public record RemoteCall<Q, A>(int kind, Codec<Q> question, Codec<A> answer, boolean once) {

    /** A call that can be done again, or whose effect ends with its connection. */
    static <Q, A> RemoteCall<Q, A> any(int kind, Codec<Q> question, Codec<A> answer) {
        return new RemoteCall<>(kind, question, answer, false);
    }

    static <Q, A> RemoteCall<Q, A> once(int kind, Codec<Q> question, Codec<A> answer) {
        return new RemoteCall<>(kind, question, answer, true);
    }
}

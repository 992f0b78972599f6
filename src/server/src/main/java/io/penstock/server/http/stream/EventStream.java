package io.penstock.server.http.stream;

/** An event stream writes events to one connection for as long as that is open. Its methods must not block. */
public interface EventStream {

    /** Begins. The head of the answer is written with the first event, or at once if there is none. */
    void begin(EventConnection connection);

    /** The connection is gone, or the server is being stopped: nothing more is written. Called once. */
    void over();
}

package io.penstock.remote;

import org.jspecify.annotations.Nullable;

/**
 * Says where the server of a {@link RemoteBroker} is when that changes in time. It is asked ten times a second, on the
 * thread of the connection: it answers at once, from memory.
 */
public interface ServerFinder {

    /**
     * Where the server is now. When that is another one than before, the client leaves the former one. Null if nobody
     * knows of a server: then a connection that there is remains, and none is made.
     */
    @Nullable
    ServerAddress find();

    /** Why there is no server, or why it is not found: for the error of a call that has waited in vain. Never null. */
    String missing();
}

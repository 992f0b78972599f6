package io.penstock.remote;

import io.penstock.Destination;
import io.penstock.PenstockException;
import io.penstock.TemporaryDestination;
import io.penstock.remote.wire.RemoteCalls;

/** A temporary destination at the server, which ends with this client. */
record RemoteTemporary(ClientLink link, long handle, Destination destination) implements TemporaryDestination {

    @Override
    public void close() {
        try {
            link.ask(RemoteCalls.TEMPORARY_CLOSE, handle);
        } catch (PenstockException.Unavailable e) {
            // Without this client the server closes it by itself.
            if (!link.isClosed()) {
                throw e;
            }
        }
    }
}

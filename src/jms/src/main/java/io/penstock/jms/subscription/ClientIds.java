package io.penstock.jms.subscription;

import io.penstock.jms.spec.ErrorCode;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import jakarta.jms.InvalidClientIDException;

/** Keeps the client identifiers in use: at most one connection of a factory has each (section 6.1.2). */
public final class ClientIds {

    private final Set<String> inUse = ConcurrentHashMap.newKeySet();

    public void claim(String id) throws InvalidClientIDException {
        if (id == null || id.isBlank()) {
            throw new InvalidClientIDException(
                    "A client identifier must not be empty.", ErrorCode.INVALID_CLIENT_ID.name());
        }
        if (!inUse.add(id)) {
            throw new InvalidClientIDException(
                    "Another connection has the client identifier '" + id + "'.", ErrorCode.INVALID_CLIENT_ID.name());
        }
    }

    public void release(String id) {
        inUse.remove(id);
    }
}

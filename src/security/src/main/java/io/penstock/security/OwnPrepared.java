package io.penstock.security;

import io.penstock.Broker;
import io.penstock.PreparedTransaction;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Knows which prepared transactions a view has made: their caller may end them. Those of others, and of earlier lives
 * of the process, are for operators, since nothing durable says whose they are. Safe for use by any thread.
 */
final class OwnPrepared {

    /** The most that one view remembers; transactions that are older are for operators. */
    private static final int MAX_REMEMBERED = 10_000;

    private final Broker broker;
    private final CallerRights rights;

    private final Set<ByteBuffer> own = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Boolean> eldest) {
            return size() > MAX_REMEMBERED;
        }
    }));

    OwnPrepared(Broker broker, CallerRights rights) {
        this.broker = broker;
        this.rights = rights;
    }

    void own(byte[] globalId) {
        own.add(ByteBuffer.wrap(globalId.clone()));
    }

    void forget(byte[] globalId) {
        own.remove(ByteBuffer.wrap(globalId));
    }

    void require(byte[] globalId, String action) {
        if (!own.contains(ByteBuffer.wrap(globalId))) {
            rights.requireBroker(action, action + " a prepared transaction of others");
        }
    }

    List<PreparedTransaction> list() {
        return broker.prepared().stream()
                .filter(each -> rights.allowsBroker() || own.contains(ByteBuffer.wrap(each.globalId())))
                .toList();
    }
}

package io.penstock.remote;

import io.penstock.Broker;
import io.penstock.PenstockException;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The links of a server, and how long each is remembered. */
final class Links {

    /** For each connection that there may be, so many links that have lost theirs. */
    private static final int LOST_FOR_EACH = 4;

    private final Map<ByteBuffer, Link> links = new HashMap<>();
    private final long memoryNanos;
    private final int most;
    private final LongSupplier nanoClock;

    Links(BrokerServerOptions options, LongSupplier nanoClock) {
        memoryNanos = options.linkMemory.toNanos();
        most = options.maxConnections * LOST_FOR_EACH;
        this.nanoClock = nanoClock;
    }

    /** @param isResumed whether the server knew it */
    record Joined(Link link, boolean isResumed) {}

    /**
     * @param id of the link, which only its client knows
     * @throws PenstockException.Forbidden if it is somebody else's
     */
    synchronized Joined join(byte[] id, String caller, Supplier<Broker> view) {
        var known = links.get(ByteBuffer.wrap(id));
        if (known != null) {
            if (!known.caller.equals(caller)) {
                throw new PenstockException.Forbidden("The link of this connection is somebody else's.");
            }
            return new Joined(known, true);
        }
        if (links.size() >= most) {
            throw new PenstockException.Overloaded(
                    "The server remembers " + links.size() + " clients, and has no room for more: try again later.");
        }
        var link = new Link(caller, view.get());
        links.put(ByteBuffer.wrap(id.clone()), link);
        return new Joined(link, false);
    }

    void end(byte[] id) {
        Link link;
        synchronized (this) {
            link = links.remove(ByteBuffer.wrap(id));
        }
        if (link != null) {
            link.end();
        }
    }

    /** Forgets who was gone for too long. */
    void sweep() {
        long now = nanoClock.getAsLong();
        var gone = new ArrayList<Link>();
        synchronized (this) {
            links.values().removeIf(link -> link.isLostFor(memoryNanos, now) && gone.add(link));
        }
        gone.forEach(Link::end);
    }

    void endAll() {
        List<Link> all;
        synchronized (this) {
            all = List.copyOf(links.values());
            links.clear();
        }
        all.forEach(Link::end);
    }
}

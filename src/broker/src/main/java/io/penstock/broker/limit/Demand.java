package io.penstock.broker.limit;

import java.util.ArrayList;
import java.util.List;

/** Adds up the messages and bytes that one append would bring into destinations with limits. One thread fills it. */
public final class Demand {

    private final List<Part> parts = new ArrayList<>(1);

    /** The messages and bytes for one of the destinations. */
    static final class Part {

        final DestinationLimits to;
        long messages;
        long bytes;

        private Part(DestinationLimits to) {
            this.to = to;
        }
    }

    /** Adds a message, if its destination has limits. */
    public void add(Bounded destination, long bytes) {
        var limits = destination.limits();
        if (limits == null) {
            return;
        }
        var part = part(limits);
        part.messages++;
        part.bytes += bytes;
    }

    private Part part(DestinationLimits limits) {
        for (var part : parts) {
            if (part.to == limits) {
                return part;
            }
        }
        var part = new Part(limits);
        parts.add(part);
        return part;
    }

    public static Demand of(Bounded destination, long bytes) {
        var demand = new Demand();
        demand.add(destination, bytes);
        return demand;
    }

    List<Part> parts() {
        return parts;
    }

    public boolean isEmpty() {
        return parts.isEmpty();
    }

    long bytes() {
        long sum = 0;
        for (var part : parts) {
            sum += part.bytes;
        }
        return sum;
    }

    public void reserve() {
        parts.forEach(part -> part.to.reserve(part.messages, part.bytes));
    }

    /** It was not appended. */
    public void release() {
        parts.forEach(part -> part.to.release(part.messages, part.bytes));
        parts.forEach(part -> part.to.tellRoomMade());
    }

    /** It is in the journal, and counted where it waits. Told by the journal's writer. */
    public void arrived() {
        parts.forEach(part -> part.to.arrived(part.messages, part.bytes));
        parts.forEach(part -> part.to.tellRoomMade());
    }
}

package io.penstock.broker.entry;

import java.util.LinkedHashMap;

/**
 * A step of a destination's growth.
 *
 * <pre>
 * 57 growing      firstPartitionId:n partitions:n firstNewId:n     it has that many partitions from here on
 * 58 routed       firstPartitionId:n                               behind it lies nothing that was routed as before
 * 59 grown        firstPartitionId:n count:n end:n*                below that lies what was; by index of the old ones
 * </pre>
 */
public sealed interface GrowthEntry extends Entry.Growing {

    int GROWING = 57;
    int ROUTED = 58;
    int GROWN = 59;

    record Begun(int firstPartitionId, int partitions, int firstNewId) implements GrowthEntry {}

    record Routed(int firstPartitionId) implements GrowthEntry {}

    record Over(int firstPartitionId, long[] ends) implements GrowthEntry {}

    static void write(EntryWriter out, GrowthEntry entry) {
        if (entry instanceof Begun begun) {
            out.octet(GROWING);
            out.number(begun.firstPartitionId());
            out.number(begun.partitions());
            out.number(begun.firstNewId());
        } else if (entry instanceof Routed routed) {
            out.octet(ROUTED);
            out.number(routed.firstPartitionId());
        } else {
            var over = (Over) entry;
            out.octet(GROWN);
            out.number(over.firstPartitionId());
            out.offsets(over.ends());
        }
    }

    static GrowthEntry read(int type, EntryReader in) {
        int first = in.smallNumber();
        return switch (type) {
            case GROWING -> new Begun(first, in.smallNumber(), in.smallNumber());
            case ROUTED -> new Routed(first);
            default -> new Over(first, in.offsets());
        };
    }

    static EntryView view(GrowthEntry entry) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("firstPartition", entry.firstPartitionId());
        if (entry instanceof Begun begun) {
            fields.put("partitions", begun.partitions());
            fields.put("firstNewPartition", begun.firstNewId());
            return new EntryView(EntryView.DESTINATION_GROWING, fields);
        }
        if (entry instanceof Over over) {
            fields.put("ends", EntryView.offsets(over.ends()));
        }
        return new EntryView(entry instanceof Routed ? "destination-routed" : "destination-grown", fields);
    }
}

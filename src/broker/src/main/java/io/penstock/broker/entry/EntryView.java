package io.penstock.broker.entry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Shows a state entry of the log to tools. Immutable.
 *
 * @param type what kind of change it is
 * @param fields by name, in the order to show them; numbers, texts, and lists and maps of them
 */
public record EntryView(String type, Map<String, Object> fields) {

    /**
     * The type of entries that give one more partitions: its fields are firstPartition, partitions, firstNewPartition.
     */
    public static final String DESTINATION_GROWING = "destination-growing";

    /** The type of entries that declare a destination: its fields are name, kind, partitions, firstPartition. */
    public static final String DESTINATION_DECLARED = "destination-declared";

    /** The type of what cannot be read; its only field is the problem. */
    public static final String UNREADABLE = "unreadable";

    /** Whether it could be read. */
    public boolean isReadable() {
        return !type.equals(UNREADABLE);
    }

    /** Offsets as a field shows them. */
    static List<Long> offsets(long[] offsets) {
        var list = new ArrayList<Long>(offsets.length);
        for (long offset : offsets) {
            list.add(offset);
        }
        return list;
    }
}

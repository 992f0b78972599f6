package io.penstock.kafka.journal;

import org.apache.kafka.common.Uuid;

import java.util.Map;

/**
 * The state of a cell as of one place in its journal.
 *
 * @param journalOffset of the first line that is not in it
 * @param epoch that owned the cell there
 * @param storeId of the store
 * @param ends each partition's id and end offset in turn
 * @param text that is kept of alerts, in UTF-8; empty if there is none
 * @param topics of destinations, by name, with the ids that Kafka gave them
 * @param state that the engine gave
 */
public record CellSnapshot(
        long journalOffset,
        long epoch,
        long storeId,
        long[] ends,
        byte[] text,
        Map<String, Uuid> topics,
        byte[] state) {}

package io.penstock.kafka.log;

import io.penstock.kafka.owner.CellOwnership;
import io.penstock.kafka.topic.Topics;

/**
 * What a log that is open consists of.
 *
 * @param cache of records that lie in Kafka
 * @param memory of records that lie nowhere else
 * @param readers fetches records for readers
 * @param connections that are closed with it
 */
record OpenedLog(
        KafkaLogSettings settings,
        long storeId,
        Topics topics,
        Intake intake,
        Places places,
        Ends ends,
        RecordCache cache,
        RecordCache memory,
        RecordFetcher readers,
        Teller teller,
        FrameWriter writer,
        SnapshotTaker snapshots,
        CellOwnership ownership,
        Upkeep upkeep,
        Connections connections) {

    void close() {
        upkeep.close();
        ownership.close();
        readers.close();
        connections.close();
    }
}

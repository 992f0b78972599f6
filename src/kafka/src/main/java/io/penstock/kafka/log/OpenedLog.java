package io.penstock.kafka.log;

import io.penstock.kafka.owner.CellOwnership;
import io.penstock.kafka.topic.Topics;

/**
 * What a log that is open consists of.
 *
 * @param own topics as the journal says them
 * @param recovered the topics that were found when it was opened
 * @param fetcher fetches what readers want
 * @param connections that are closed with it
 */
record OpenedLog(
        KafkaLogSettings settings,
        long storeId,
        Topics topics,
        Intake intake,
        Places places,
        OwnTopics own,
        LogRecovery.Found recovered,
        Ends ends,
        LogReads reads,
        Fetcher fetcher,
        Teller teller,
        FrameWriter writer,
        SnapshotTaker snapshots,
        CellOwnership ownership,
        Upkeep upkeep,
        Connections connections) {

    void close() {
        upkeep.close();
        ownership.close();
        fetcher.close();
        connections.close();
    }
}

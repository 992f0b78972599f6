package io.penstock.kafka.log;

import io.penstock.journal.young.JournalOptions;
import io.penstock.kafka.owner.Moment;
import io.penstock.kafka.owner.OwnershipRules;

import java.time.Duration;

/**
 * Says how the log of a cell is opened.
 *
 * @param cell the installation and the cell, with which transactional ids begin
 * @param instance which one this is, for people
 * @param lease how long an owner owns the cell after its last line
 * @param journal bounds of appends, and of what is on its way
 * @param cacheBytes for records that need not be fetched; a quarter of it for those of temporary destinations,
 *     and a quarter for those that were fetched
 * @param snapshotFrames frames of the journal between two snapshots
 * @param rules of ownership
 * @param moments is told when a test may stall the owner
 */
public record KafkaLogSettings(
        String cell,
        String instance,
        Duration lease,
        JournalOptions journal,
        long cacheBytes,
        int snapshotFrames,
        OwnershipRules rules,
        Moment.Listener moments) {}

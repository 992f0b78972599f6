package io.penstock.kafka.topic;

import io.penstock.journal.archive.PartitionPlan;

/**
 * A destination as it is declared, which has to have a topic.
 *
 * @param plan of its first partition
 * @param partitions that it has
 */
public record PlannedTopic(PartitionPlan plan, int partitions) {}

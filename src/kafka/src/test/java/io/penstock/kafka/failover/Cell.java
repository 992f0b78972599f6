package io.penstock.kafka.failover;

import io.penstock.kafka.owner.OwnershipRules;

import java.time.Duration;

/**
 * The cell that instances contend for.
 *
 * @param name of it, of its installation, and what its topics begin with
 * @param replicas of each topic
 */
record Cell(String bootstrapServers, String name, Duration lease, int replicas, OwnershipRules rules) {}

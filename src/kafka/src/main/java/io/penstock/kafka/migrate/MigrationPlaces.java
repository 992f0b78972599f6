package io.penstock.kafka.migrate;

import io.penstock.kafka.client.KafkaClients;
import io.penstock.kafka.log.KafkaLogSettings;
import io.penstock.kafka.topic.TopicPolicy;
import io.penstock.kafka.topic.Topics;
import org.apache.kafka.clients.admin.Admin;

import java.time.Duration;
import java.time.InstantSource;

/**
 * Where the cell is that is copied, or copied to.
 *
 * @param log how the log of the cell is opened
 * @param admin remains the caller's
 * @param topics of the cell
 * @param policy by which they are made
 * @param limit of the time for what is asked of Kafka
 */
public record MigrationPlaces(
        KafkaLogSettings log,
        KafkaClients clients,
        Admin admin,
        Topics topics,
        TopicPolicy policy,
        InstantSource clock,
        Duration limit) {}

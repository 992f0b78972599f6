package io.penstock.kafka.instance;

import io.penstock.broker.BrokerOptions;
import io.penstock.kafka.client.KafkaClients;
import io.penstock.kafka.log.KafkaLogSettings;
import io.penstock.kafka.topic.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

import java.time.InstantSource;

/**
 * What an instance has to know of a cell.
 *
 * @param log how the log of the cell is opened
 * @param engine bounds and defaults of the engine
 * @param clock of the engine
 * @param admin remains the caller's
 * @param topics of the cell
 * @param door how other instances reach the engine; null if they do not
 */
public record CellSetup(
        KafkaLogSettings log,
        BrokerOptions engine,
        InstantSource clock,
        KafkaClients clients,
        Admin admin,
        Topics topics,
        @Nullable DoorSettings door) {}

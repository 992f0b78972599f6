package io.penstock.kafka.instance;

import io.penstock.kafka.client.KafkaClients;
import io.penstock.kafka.topic.TopicNames;
import io.penstock.remote.TlsOptions;
import io.penstock.spi.PayloadCodec;
import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * How an instance reaches the owner of a cell, whoever that is.
 *
 * @param lease how long an owner owns the cell after it was heard of
 * @param failoverWait how long calls wait for an owner
 * @param sharedKey that all instances have; null if each ownership makes one
 * @param tls whom the instance trusts; null if connections are not encrypted
 * @param codec of the application, for objects; null if there is none
 */
public record CellReach(
        TopicNames names,
        KafkaClients clients,
        Duration lease,
        Duration failoverWait,
        byte @Nullable [] sharedKey,
        @Nullable TlsOptions tls,
        @Nullable PayloadCodec codec) {}

package io.penstock.server.http.subscription;

import io.penstock.ConsumerStatistics;

import java.util.List;

/** Shows the consumers that are joined to a subscription of this broker, as they stand now. */
public record ConsumersView(List<ConsumerStatistics> consumers) {}

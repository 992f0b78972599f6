package io.penstock.server.http.consume;

import io.penstock.quarkus.JsonDocument;

import java.util.List;

/**
 * Shows what a poll was given.
 *
 * @param deliveries in the order of the hand-out; empty if nothing came in time
 */
@JsonDocument
public record DeliveriesView(List<DeliveryView> deliveries) {}

/**
 * The Reactive Messaging connector {@code penstock}: channels that read from, and write to, queues and topics of a
 * {@link io.penstock.Broker}.
 *
 * <p>Users meet the metadata classes of this package and {@link io.penstock.connector.UnreadablePayloadException}; the
 * rest is found by the container.
 */
package io.penstock.connector;

/**
 * The Reactive Messaging connector {@code penstock} connects channels with queues and topics of a
 * {@link io.penstock.Broker}, which they read from and write to.
 *
 * <p>Users meet the metadata classes of this package and {@link io.penstock.connector.UnreadablePayloadException}; the
 * container finds the rest.
 */
package io.penstock.connector;

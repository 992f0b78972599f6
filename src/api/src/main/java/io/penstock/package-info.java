/**
 * What an application says to Penstock, and what Penstock says back: messages, destinations, subscriptions, deliveries
 * and the {@link io.penstock.Broker} that carries them.
 *
 * <p>Nothing here assumes that the log is local, or that it is ours: every front door (Jakarta Messaging, Reactive
 * Messaging, annotated beans, HTTP) is written against this package alone.
 */
package io.penstock;

/**
 * The embedded engine, which implements {@link io.penstock.Broker} with destinations, subscriptions, delivery, retry
 * and dead letters over one log. It knows no front door.
 */
package io.penstock.broker;

/**
 * The embedded engine: destinations, subscriptions, delivery, retry and dead letters over one journal. Implements
 * {@link io.penstock.Broker}; knows no front door.
 */
package io.penstock.broker;

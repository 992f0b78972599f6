/**
 * The embedded engine has destinations, subscriptions, delivery, retry and dead letters over one log. It implements
 * {@link io.penstock.Broker}, and knows no front door.
 */
package io.penstock.broker;

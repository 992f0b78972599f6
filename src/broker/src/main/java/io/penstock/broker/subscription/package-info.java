/** Keeps the subscriptions, and does what is asked of them from outside: consume, seek, replay and measure. */
package io.penstock.broker.subscription;

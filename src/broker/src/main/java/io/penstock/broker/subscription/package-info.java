/**
 * Subscriptions are known here, and used from outside: they are consumed, put to another place, replayed and measured.
 */
package io.penstock.broker.subscription;

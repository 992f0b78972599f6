/**
 * Which subscriptions there are, and what is done with one from outside: consuming it, putting it to another place,
 * replaying, measuring it.
 */
package io.penstock.broker.subscription;

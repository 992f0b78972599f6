/**
 * Enforces the limits of destinations: how much room a send demands, which sends wait for room, and which are admitted.
 */
package io.penstock.broker.limit;

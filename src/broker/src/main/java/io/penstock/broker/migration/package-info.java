/** Moves all that a broker has from one log to another, while it serves nobody. */
package io.penstock.broker.migration;

/**
 * Several cells as one broker: which cell a destination belongs to, and a broker that hands each call on to the broker
 * of its cell.
 */
@NullMarked
package io.penstock.kafka.cells;

import org.jspecify.annotations.NullMarked;

/** Who owns a cell: the lease, the epoch, and the ids whose transactions fence off a former owner. */
@NullMarked
package io.penstock.kafka.owner;

import org.jspecify.annotations.NullMarked;

/** The journal of a cell: its format, how it is read, and the snapshots that let its beginning go. */
@NullMarked
package io.penstock.kafka.journal;

import org.jspecify.annotations.NullMarked;

/** Copies a data directory into a cell, and back. */
@NullMarked
package io.penstock.kafka.migrate;

import org.jspecify.annotations.NullMarked;

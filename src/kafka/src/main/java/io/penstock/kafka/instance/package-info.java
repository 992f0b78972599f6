/** One instance of an application and one cell: it contends for the cell, and runs the engine while it owns it. */
@NullMarked
package io.penstock.kafka.instance;

import org.jspecify.annotations.NullMarked;

/** The log of the engine in Kafka: how frames are written, told and read, and how it is opened. */
@NullMarked
package io.penstock.kafka.log;

import org.jspecify.annotations.NullMarked;

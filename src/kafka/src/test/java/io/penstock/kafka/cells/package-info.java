/** Tests of several cells as one broker. */
package io.penstock.kafka.cells;

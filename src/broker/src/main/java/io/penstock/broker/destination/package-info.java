/** Destinations exist here, with their partitions, and choose the partition that a message goes to. */
package io.penstock.broker.destination;

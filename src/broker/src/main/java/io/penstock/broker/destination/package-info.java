/** Keeps the destinations with their partitions, and chooses the partition that a message goes to. */
package io.penstock.broker.destination;

/** What exists: destinations, their partitions, and the partition that a message goes to. */
package io.penstock.broker.destination;

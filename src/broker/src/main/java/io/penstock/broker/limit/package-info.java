/** Limits of destinations say how much room a send demands, who waits for room, and who is admitted. */
package io.penstock.broker.limit;

/**
 * The journal module is the durable log: one sequence of recycled files for all partitions and all state changes,
 * written by group commit, read by partition and offset, recovered by replay.
 *
 * <p>Knows nothing of queues, topics or messages. The unit of atomicity is the frame; what is inside are record
 * batches, each of one partition, and entries, which are opaque.
 */
package io.penstock.journal;

/**
 * The archive keeps the old part of the log: per partition a list of segment files in Kafka's format, which are
 * appended to, read by offset and time, expired and compacted.
 */
package io.penstock.journal.archive;

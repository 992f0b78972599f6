/**
 * The old part of the log: per partition a list of segment files, in the format of Kafka's, that are appended to, read
 * by offset and time, expired and compacted.
 */
package io.penstock.journal.archive;

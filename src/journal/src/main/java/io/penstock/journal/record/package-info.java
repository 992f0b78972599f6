/** Records and batches of them, in Kafka's format: encoded once, read as they lie in the log. */
package io.penstock.journal.record;

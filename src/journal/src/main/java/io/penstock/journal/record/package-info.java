/** Records in batches, in Kafka's format: they are encoded once, and read as they lie in the log. */
package io.penstock.journal.record;

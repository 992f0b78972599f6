/**
 * Entries are what the broker writes to the log besides messages: one for each change of state, encoded to bytes and
 * read back here. Tools see entries through {@link io.penstock.broker.entry.EntryViews}.
 */
package io.penstock.broker.entry;

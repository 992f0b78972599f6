/**
 * What the broker writes to the log besides messages: each change of state is an entry, encoded to bytes and read
 * back here. Tools see entries through {@link io.penstock.broker.entry.EntryViews}.
 */
package io.penstock.broker.entry;

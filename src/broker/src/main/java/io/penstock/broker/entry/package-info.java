/**
 * The entries that the broker writes to the log besides messages, one for each change of state, and their encoding.
 * Tools see entries through {@link io.penstock.broker.entry.EntryViews}.
 */
package io.penstock.broker.entry;

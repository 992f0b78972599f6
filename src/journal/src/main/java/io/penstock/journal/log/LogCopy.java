package io.penstock.journal.log;

import java.util.SortedMap;

/**
 * Says what a copy of a log is.
 *
 * @param storeId of the log, and so of the copy
 * @param sequence of the last frame that is in it
 * @param offline partitions that were damaged, and are so in the copy, by id, and why
 */
public record LogCopy(long storeId, long sequence, SortedMap<Integer, String> offline) {}

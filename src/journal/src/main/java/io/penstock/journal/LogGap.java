package io.penstock.journal;

/**
 * Describes records of a partition that ought to be in the log and are not.
 *
 * @param from offset of the first
 * @param to the offset after the last
 * @param file where the partition goes on
 * @param position of the frame that shows it
 */
public record LogGap(int partition, long from, long to, String file, long position) {}

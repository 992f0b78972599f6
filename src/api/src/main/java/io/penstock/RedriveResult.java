package io.penstock;

/**
 * A redrive result tells how many dead letters a redrive found and put back.
 *
 * @param matched dead letters that the request names
 * @param redriven of these, those that were put back; 0 in a dry run
 */
public record RedriveResult(int matched, int redriven) {}

package io.penstock.server.http.overview;

/**
 * What is plotted, as it was measured at one time.
 *
 * @param in messages a second that are accepted
 * @param out messages a second that consumers accept
 */
record Measured(double in, double out, long waiting, long deadLetters) {}

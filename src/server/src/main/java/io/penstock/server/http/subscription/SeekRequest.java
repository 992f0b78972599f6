package io.penstock.server.http.subscription;

/**
 * Says where a subscription is to go on.
 *
 * @param position {@code earliest}, {@code latest}, {@code offset:<number>}, or a time
 */
public record SeekRequest(String position) {}

package io.penstock.server.http.subscription;

/**
 * Says to which position a subscription is moved.
 *
 * @param position {@code earliest}, {@code latest}, {@code offset:<number>}, or a time
 */
public record SeekRequest(String position) {}

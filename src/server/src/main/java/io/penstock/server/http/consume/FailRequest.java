package io.penstock.server.http.consume;

/** Says that the processing of a message failed, and with what. */
public record FailRequest(String description) {}

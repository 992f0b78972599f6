package io.penstock.quarkus;

/**
 * A sender that the build found at an injection point.
 *
 * @param where the class and member of the injection point, for error messages
 * @param destination the name of the destination, which may be a configuration expression
 */
public record SenderDefinition(String where, String destination) {}

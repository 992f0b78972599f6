package io.penstock.quarkus;

/**
 * An injected sender, as the build found it.
 *
 * @param where the injection point, for messages to people
 * @param destination its name, which may be a configuration expression
 */
public record SenderDefinition(String where, String destination) {}

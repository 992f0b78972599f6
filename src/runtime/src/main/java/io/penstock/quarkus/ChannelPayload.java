package io.penstock.quarkus;

import io.penstock.quarkus.payload.RecordedType;

/**
 * What a method or an injected stream takes from a channel, as the build found it.
 *
 * @param place the method or the injection point, for error messages
 * @param isInjected whether it is an injected stream
 * @param signature the first parameter of the method, what it returns if it has none, or the type that is injected
 */
public record ChannelPayload(String channel, String place, boolean isInjected, RecordedType signature) {}

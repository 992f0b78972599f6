package io.penstock.connector.payload;

import java.lang.reflect.Type;

/**
 * A payload declaration says what one method, or one injected stream, takes from a channel.
 *
 * @param place the method or the injection point, for people
 * @param isInjected whether it is an injected stream, which the application subscribes to when it likes
 * @param type the payload with all of its arguments, such as {@code List<Order>}; a {@code KeyedMulti<K, V>} as it is
 */
public record PayloadDeclaration(String channel, String place, boolean isInjected, Type type) {

    /** Declares what a signature takes: the payload is found inside messages and streams of messages. */
    public static PayloadDeclaration of(String channel, String place, boolean isInjected, Type signature) {
        return new PayloadDeclaration(channel, place, isInjected, PayloadTypes.payloadOf(signature));
    }
}

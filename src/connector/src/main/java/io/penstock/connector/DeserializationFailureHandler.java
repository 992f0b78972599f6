package io.penstock.connector;

import io.penstock.Message;

import java.lang.reflect.Type;

/**
 * A deserialization failure handler decides what a method gets for a message that cannot be read as the type that it
 * takes. Write a bean of this type with {@code @Identifier("name")}, and set the channel's
 * {@code deserialization-failure-handler} to that name. It must not block.
 */
@FunctionalInterface
public interface DeserializationFailureHandler {

    /**
     * Makes the payload that the method gets.
     *
     * @param type the type that the method takes
     * @return an object of that type, or null
     * @throws RuntimeException if there is none: then the message goes the way of the channel's failure strategy
     */
    Object handle(Message message, Type type, UnreadablePayloadException failure);
}

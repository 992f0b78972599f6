package io.penstock.quarkus.listener;

import io.quarkus.runtime.RuntimeValue;

import jakarta.enterprise.invoke.Invoker;

/**
 * A listener method and the generated code that calls it on its bean.
 *
 * @param payloadType the class that the JSON body is read into; null if no parameter takes it
 * @param bean the identifier of the bean in the container
 */
public record Listener(
        ListenerDefinition definition, Class<?> payloadType, String bean, RuntimeValue<Invoker<Object, Object>> invoker)
        implements Source {}

package io.penstock.quarkus.listener;

import io.quarkus.runtime.RuntimeValue;

import java.lang.reflect.Type;
import jakarta.enterprise.invoke.Invoker;

/**
 * A listener method and the generated code that calls it on its bean.
 *
 * @param payload the type that the JSON body is read into; null if no parameter takes it
 * @param result the type of what is sent of its results; null if nothing is
 * @param bean the identifier of the bean in the container
 */
public record Listener(
        ListenerDefinition definition,
        Type payload,
        Type result,
        String bean,
        RuntimeValue<Invoker<Object, Object>> invoker)
        implements Source {}

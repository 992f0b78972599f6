package io.penstock.quarkus.listener;

import io.penstock.quarkus.payload.RecordedType;
import io.quarkus.runtime.RuntimeValue;

import jakarta.enterprise.invoke.Invoker;

/**
 * A listener method on its way from the build to the application.
 *
 * @param payload the type that the JSON body is read into; null if no parameter takes it
 * @param result the type of what is sent of its results; null if nothing is
 * @param bean the identifier of the bean in the container
 */
public record RecordedListener(
        ListenerDefinition definition,
        RecordedType payload,
        RecordedType result,
        String bean,
        RuntimeValue<Invoker<Object, Object>> invoker) {

    /** The listener as the application has it. Its classes are loaded here, which a native image cannot do later. */
    Listener toListener() {
        return new Listener(
                definition,
                payload == null ? null : payload.toType(),
                result == null ? null : result.toType(),
                bean,
                invoker);
    }
}

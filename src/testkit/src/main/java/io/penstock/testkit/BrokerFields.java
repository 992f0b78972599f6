package io.penstock.testkit;

import io.penstock.Broker;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;

/** Sets the fields of tests that ask for a broker. */
public final class BrokerFields {

    private BrokerFields() {}

    /**
     * Sets the fields with {@link InjectBroker} of instances of a test class and of those around it, for extensions of
     * JUnit.
     *
     * @throws IllegalArgumentException if a field is static or final, or of a type that the broker is not
     */
    public static void set(List<Object> instances, Broker broker) {
        for (var instance : instances) {
            for (Class<?> type = instance.getClass(); type != Object.class; type = type.getSuperclass()) {
                for (var field : type.getDeclaredFields()) {
                    if (field.isAnnotationPresent(InjectBroker.class)) {
                        set(field, instance, broker);
                    }
                }
            }
        }
    }

    private static void set(Field field, Object instance, Broker broker) {
        int modifiers = field.getModifiers();
        if (Modifier.isStatic(modifiers)
                || Modifier.isFinal(modifiers)
                || !field.getType().isInstance(broker)) {
            throw new IllegalArgumentException(
                    "@InjectBroker on " + field + ": the field must be neither static nor final," + " and of type "
                            + broker.getClass().getSimpleName() + " or Broker.");
        }
        try {
            field.setAccessible(true);
            field.set(instance, broker);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}

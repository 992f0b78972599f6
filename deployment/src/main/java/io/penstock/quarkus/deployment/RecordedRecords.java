package io.penstock.quarkus.deployment;

import io.quarkus.deployment.recording.RecorderContext;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Teaches Quarkus to carry records over to run time, by their components and their canonical constructor. */
final class RecordedRecords {

    private RecordedRecords() {}

    @SafeVarargs
    static void register(RecorderContext context, Class<? extends Record>... types) {
        for (var type : types) {
            register(context, type);
        }
    }

    private static <R extends Record> void register(RecorderContext context, Class<R> type) {
        var components = type.getRecordComponents();
        context.registerNonDefaultConstructor(
                canonicalConstructor(type, components), value -> values(value, components));
    }

    private static <R> Constructor<R> canonicalConstructor(Class<R> type, RecordComponent[] components) {
        try {
            return type.getDeclaredConstructor(
                    Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("Every record has a canonical constructor", e);
        }
    }

    private static List<Object> values(Object value, RecordComponent[] components) {
        var values = new ArrayList<>(components.length);
        try {
            for (var component : components) {
                values.add(component.getAccessor().invoke(value));
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Cannot read " + value, e);
        }
        return values;
    }
}

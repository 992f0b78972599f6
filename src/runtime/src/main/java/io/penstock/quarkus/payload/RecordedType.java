package io.penstock.quarkus.payload;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.stream.Stream;

/**
 * A Java type on its way from the build to the application.
 *
 * @param name the binary name of the class, or the name of a type variable
 * @param isVariable whether it is a type variable, of which nothing more is known
 */
public record RecordedType(String name, boolean isVariable, List<RecordedType> arguments) {

    public RecordedType {
        arguments = List.copyOf(arguments);
    }

    /** The type as the application has it: its classes are loaded here. */
    public Type toType() {
        if (isVariable) {
            return new Variable(name);
        }
        var raw = load();
        return arguments.isEmpty()
                ? raw
                : new Parameterized(
                        raw, arguments.stream().map(RecordedType::toType).toList());
    }

    private Class<?> load() {
        return Stream.of(
                        boolean.class,
                        byte.class,
                        char.class,
                        double.class,
                        float.class,
                        int.class,
                        long.class,
                        short.class,
                        void.class)
                .filter(primitive -> primitive.getName().equals(name))
                .<Class<?>>map(primitive -> primitive)
                .findFirst()
                .orElseGet(this::loadClass);
    }

    private Class<?> loadClass() {
        try {
            return Class.forName(name, false, Thread.currentThread().getContextClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("The build has recorded " + name + ", which cannot be loaded.", e);
        }
    }

    private record Variable(String name) implements Type {

        @Override
        public String getTypeName() {
            return name;
        }
    }

    private record Parameterized(Class<?> raw, List<Type> arguments) implements ParameterizedType {

        @Override
        public Type[] getActualTypeArguments() {
            return arguments.toArray(Type[]::new);
        }

        @Override
        public Type getRawType() {
            return raw;
        }

        @Override
        public Type getOwnerType() {
            return raw.getDeclaringClass();
        }

        @Override
        public String getTypeName() {
            return raw.getName() + "<"
                    + String.join(
                            ", ", arguments.stream().map(Type::getTypeName).toList())
                    + ">";
        }
    }
}

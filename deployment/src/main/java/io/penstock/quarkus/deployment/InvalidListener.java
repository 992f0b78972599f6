package io.penstock.quarkus.deployment;

import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.MethodInfo;
import org.jboss.jandex.Type;

import java.util.stream.Collectors;

/** Signals that a listener cannot work as it is written. The message names the listener, and says what to do. */
final class InvalidListener extends Exception {

    private static final long serialVersionUID = 1L;

    InvalidListener(MethodInfo method, String problem) {
        super(describe(method) + " " + problem);
    }

    InvalidListener(ClassInfo type, String problem) {
        super(type.name() + " " + problem);
    }

    /** Writes a method as a person would: class, method and parameter types. */
    static String describe(MethodInfo method) {
        return method.declaringClass().name()
                + "#"
                + method.name()
                + method.parameterTypes().stream()
                        .map(InvalidListener::shortName)
                        .collect(Collectors.joining(", ", "(", ")"));
    }

    private static String shortName(Type type) {
        if (type.kind() == Type.Kind.ARRAY) {
            var array = type.asArrayType();
            return shortName(array.constituent()) + "[]".repeat(array.dimensions());
        }
        return type.name().withoutPackagePrefix();
    }
}

package io.penstock.quarkus.deployment;

import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.MethodInfo;
import org.jboss.jandex.Type;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds the application's own types in the signature of a channel or a sender, inside the wrapper types of messaging.
 */
final class Payloads {

    private static final List<String> WRAPPERS = List.of(
            "java.",
            "jakarta.",
            "io.smallrye.",
            "io.vertx.",
            "org.eclipse.microprofile.",
            "org.reactivestreams.",
            "io.penstock.Message",
            "io.penstock.TypedSender");

    private final List<Type> found = new ArrayList<>();

    private Payloads() {}

    /**
     * The payload types of a channel.
     *
     * @param target a method, or a field or parameter into which a channel is injected
     */
    static List<Type> of(AnnotationTarget target) {
        var payloads = new Payloads();
        switch (target.kind()) {
            case METHOD -> payloads.add(target.asMethod());
            case FIELD -> payloads.add(target.asField().type());
            case METHOD_PARAMETER -> payloads.add(target.asMethodParameter().type());
            default -> {
                // The annotations cannot stand on any other target.
            }
        }
        return payloads.found;
    }

    /**
     * The payload types inside a type.
     *
     * @param type the type that is injected, such as a sender
     */
    static List<Type> of(Type type) {
        var payloads = new Payloads();
        payloads.add(type);
        return payloads.found;
    }

    private void add(MethodInfo method) {
        method.parameterTypes().forEach(this::add);
        add(method.returnType());
    }

    private void add(Type type) {
        switch (type.kind()) {
            case CLASS -> addUnlessWrapper(type);
            case PARAMETERIZED_TYPE -> {
                addUnlessWrapper(type);
                type.asParameterizedType().arguments().forEach(this::add);
            }
            case ARRAY -> add(type.asArrayType().elementType());
            case WILDCARD_TYPE -> add(type.asWildcardType().extendsBound());
            default -> {
                // Primitives and type variables need no metadata.
            }
        }
    }

    private void addUnlessWrapper(Type type) {
        var name = type.name().toString();
        if (WRAPPERS.stream().noneMatch(name::startsWith)) {
            found.add(Type.create(type.name(), Type.Kind.CLASS));
        }
    }
}

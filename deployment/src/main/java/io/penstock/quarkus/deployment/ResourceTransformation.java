package io.penstock.quarkus.deployment;

import io.penstock.quarkus.jms.JndiName;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.AnnotationTransformation;
import org.jboss.jandex.MethodInfo;
import org.jboss.jandex.MethodParameterInfo;
import org.jboss.jandex.Type;

import java.beans.Introspector;
import java.util.List;
import java.util.stream.Stream;
import jakarta.inject.Inject;

/**
 * Makes a {@code @Resource} that asks for something of Jakarta Messaging an injection point. The name is that of
 * {@code lookup}, {@code mappedName} or {@code name}, or else of the field or property (section EE.5.2.5 of Jakarta
 * EE).
 */
final class ResourceTransformation implements AnnotationTransformation {

    private static final List<String> NAMES = List.of("lookup", "mappedName", "name");
    private static final String SETTER = "set";

    @Override
    public boolean supports(AnnotationTarget.Kind kind) {
        return kind == AnnotationTarget.Kind.FIELD || kind == AnnotationTarget.Kind.METHOD;
    }

    @Override
    public void apply(TransformationContext context) {
        var target = context.declaration();
        var resource = context.annotations().stream()
                .filter(annotation -> annotation.name().equals(JmsAnnotations.RESOURCE))
                .findFirst();
        var type = typeOf(target);
        if (resource.isEmpty() || type == null || context.hasAnnotation(Inject.class)) {
            return;
        }
        if (JmsAnnotations.NAMED_RESOURCES.contains(type.name())) {
            context.add(Inject.class);
            context.add(AnnotationInstance.builder(JndiName.class)
                    .add("value", name(resource.get(), target))
                    .buildWithTarget(qualified(target)));
        } else if (JmsAnnotations.ONLY_RESOURCES.contains(type.name())) {
            context.add(Inject.class);
        }
    }

    /** The target for the qualifier: for a setter, it is the parameter. */
    private static AnnotationTarget qualified(AnnotationTarget target) {
        return target.kind() == AnnotationTarget.Kind.FIELD
                ? target
                : MethodParameterInfo.create(target.asMethod(), (short) 0);
    }

    /** The type of a field, or of what a setter takes; null for anything else. */
    private static Type typeOf(AnnotationTarget target) {
        if (target.kind() == AnnotationTarget.Kind.FIELD) {
            return target.asField().type();
        }
        return isSetter(target.asMethod()) ? target.asMethod().parameterType(0) : null;
    }

    private static boolean isSetter(MethodInfo method) {
        return method.parametersCount() == 1
                && method.name().startsWith(SETTER)
                && method.name().length() > SETTER.length();
    }

    private static String name(AnnotationInstance resource, AnnotationTarget target) {
        return NAMES.stream()
                .map(resource::value)
                .flatMap(value -> value == null ? Stream.empty() : Stream.of(value.asString()))
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElseGet(() -> target.kind() == AnnotationTarget.Kind.FIELD
                        ? target.asField().name()
                        : Introspector.decapitalize(target.asMethod().name().substring(SETTER.length())));
    }
}

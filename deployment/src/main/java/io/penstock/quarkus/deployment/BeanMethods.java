package io.penstock.quarkus.deployment;

import org.jboss.jandex.ArrayType;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;
import org.jboss.jandex.ParameterizedType;
import org.jboss.jandex.Type;

import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the methods that a bean has: those that its class declares or inherits, and default methods of interfaces. A
 * method that is overridden is none of them. Type variables are what the bean's class says they are.
 */
record BeanMethods(IndexView index) {

    /**
     * A method of a bean.
     *
     * @param parameters the types of its parameters in the bean
     * @param returned the type of its result in the bean
     */
    record BeanMethod(MethodInfo method, List<Type> parameters, Type returned) {}

    Collection<BeanMethod> of(ClassInfo bean) {
        var found = new LinkedHashMap<String, BeanMethod>();
        var interfaces = new ArrayDeque<Generic>();
        for (var type = new Generic(bean, Map.of()); type != null; type = superclass(type)) {
            for (var method : type.methods()) {
                found.putIfAbsent(signature(method), method);
            }
            interfaces.addAll(interfaces(type));
        }
        while (!interfaces.isEmpty()) {
            var type = interfaces.poll();
            for (var method : type.methods()) {
                if (!Modifier.isAbstract(method.method.flags())) {
                    found.merge(signature(method), method, this::overriding);
                }
            }
            interfaces.addAll(interfaces(type));
        }
        return found.values();
    }

    private static String signature(BeanMethod method) {
        return method.method.name() + method.parameters.stream().map(Type::name).toList();
    }

    /** Which of two methods with the same signature the bean has: one of a class, or that of the nearer interface. */
    private BeanMethod overriding(BeanMethod one, BeanMethod other) {
        var declaring = one.method.declaringClass();
        boolean isOverridden =
                declaring.isInterface() && extendsInterface(other.method.declaringClass(), declaring.name());
        return isOverridden ? other : one;
    }

    private boolean extendsInterface(ClassInfo type, DotName other) {
        return type != null
                && type.interfaceNames().stream()
                        .anyMatch(name -> name.equals(other) || extendsInterface(index.getClassByName(name), other));
    }

    private Generic superclass(Generic type) {
        return type.info.superName() == null ? null : type.of(type.info.superClassType(), index);
    }

    private List<Generic> interfaces(Generic type) {
        return type.info.interfaceTypes().stream()
                .map(each -> type.of(each, index))
                .filter(each -> each != null)
                .toList();
    }

    /**
     * A class or an interface as another type extends it.
     *
     * @param variables the values of its type variables
     */
    private record Generic(ClassInfo info, Map<String, Type> variables) {

        /** A type that this one extends; null if it is not indexed. */
        private Generic of(Type type, IndexView index) {
            var extended = index.getClassByName(type.name());
            if (extended == null || type.kind() != Type.Kind.PARAMETERIZED_TYPE) {
                return extended == null ? null : new Generic(extended, Map.of());
            }
            var arguments = type.asParameterizedType().arguments();
            var values = new HashMap<String, Type>();
            for (int i = 0; i < arguments.size(); i++) {
                values.put(extended.typeParameters().get(i).identifier(), resolved(arguments.get(i)));
            }
            return new Generic(extended, values);
        }

        /** The methods that it declares, without bridges: compilers copy annotations to those. */
        private List<BeanMethod> methods() {
            var methods = new ArrayList<BeanMethod>();
            for (var method : info.methods()) {
                if (!method.isSynthetic()) {
                    methods.add(new BeanMethod(
                            method,
                            method.parameterTypes().stream().map(this::resolved).toList(),
                            resolved(method.returnType())));
                }
            }
            return methods;
        }

        private Type resolved(Type type) {
            return switch (type.kind()) {
                case TYPE_VARIABLE ->
                    variables.getOrDefault(type.asTypeVariable().identifier(), type);
                case ARRAY ->
                    ArrayType.create(
                            resolved(type.asArrayType().constituent()),
                            type.asArrayType().dimensions());
                case PARAMETERIZED_TYPE ->
                    ParameterizedType.create(
                            type.name(),
                            type.asParameterizedType().arguments().stream()
                                    .map(this::resolved)
                                    .toArray(Type[]::new),
                            type.asParameterizedType().owner());
                default -> type;
            };
        }
    }
}

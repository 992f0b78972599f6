package io.penstock.quarkus.deployment;

import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;

import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/**
 * Says why a listener method is the method of no bean. If its class could be a bean, the application wants it so: a
 * build condition, {@code @Vetoed} or the configuration has taken the class away, since every other class with a
 * listener becomes a bean by itself.
 *
 * @param beans the names of the classes of all beans
 */
record UncalledListener(IndexView index, BeanMethods methods, Set<DotName> beans) {

    private static final DotName INJECT = DotName.createSimple("jakarta.inject.Inject");

    /** The mistake in it; empty if it is not called because the application does not want the bean. */
    Optional<InvalidListener> problem(MethodInfo method) {
        var type = method.declaringClass();
        if (!type.isInterface() && !type.isAbstract()) {
            return obstacle(type).map(obstacle -> new InvalidListener(method, obstacle));
        }
        var extending = extending(type);
        var overriding =
                extending.stream().filter(each -> beans.contains(each.name())).findFirst();
        if (overriding.isPresent()) {
            if (hasListener(overriding.get(), method)) {
                return Optional.empty();
            }
            return Optional.of(new InvalidListener(
                    method,
                    "has the annotation, but " + overriding.get().name() + " overrides the method without it, and"
                            + " nothing would call it: put the annotation on the method there."));
        }
        boolean isTakenAway = extending.stream().anyMatch(each -> obstacle(each).isEmpty());
        return isTakenAway
                ? Optional.empty()
                : Optional.of(new InvalidListener(
                        method, "is a method of no CDI bean and would never be called: make its class a bean."));
    }

    /** Whether a class overrides a method with the annotation, or inherits a method that does. */
    private boolean hasListener(ClassInfo type, MethodInfo method) {
        return methods.of(type).stream()
                .map(BeanMethods.BeanMethod::method)
                .anyMatch(each -> each.name().equals(method.name())
                        && each.parametersCount() == method.parametersCount()
                        && Names.isListener(each));
    }

    /** The classes that have the methods of a type. */
    private Collection<ClassInfo> extending(ClassInfo type) {
        return (type.isInterface()
                        ? index.getAllKnownImplementations(type.name())
                        : index.getAllKnownSubclasses(type.name()))
                .stream()
                        .filter(each -> !each.isInterface() && !each.isAbstract())
                        .toList();
    }

    /** Why a class can be no bean, whoever wants it; empty if it can. */
    private static Optional<String> obstacle(ClassInfo type) {
        if (type.enclosingClass() != null && !Modifier.isStatic(type.flags())) {
            return Optional.of("is a method of an inner class, which can be no CDI bean: make the class static.");
        }
        if (type.isEnum()) {
            return Optional.of("is a method of an enum, which can be no CDI bean: move it to a class.");
        }
        var constructors = type.constructors();
        boolean canBeMade = constructors.size() <= 1
                || constructors.stream()
                        .anyMatch(each -> each.parametersCount() == 0 || each.hasDeclaredAnnotation(INJECT));
        return canBeMade
                ? Optional.empty()
                : Optional.of("is a method of a class that can be no CDI bean, since it has several constructors: mark"
                        + " one of them with @Inject.");
    }
}

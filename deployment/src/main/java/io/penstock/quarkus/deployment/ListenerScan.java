package io.penstock.quarkus.deployment;

import io.penstock.quarkus.listener.ListenerDefinition;
import io.quarkus.arc.processor.BeanInfo;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Finds the listeners of all beans, and each of Penstock's annotations that would have no effect. It is used once. */
final class ListenerScan {

    /** A listener method, the bean that has it, and its definition. */
    record Found(BeanInfo bean, MethodInfo method, ListenerDefinition definition) {}

    private final IndexView index;
    private final ListenerReader reader;
    private final List<Found> found = new ArrayList<>();
    private final List<InvalidListener> problems = new ArrayList<>();
    private final Map<String, MethodInfo> names = new HashMap<>();
    private final Set<MethodInfo> called = new HashSet<>();
    private final Set<DotName> classesWithListeners = new HashSet<>();

    ListenerScan(IndexView index) {
        this.index = index;
        reader = new ListenerReader(index);
    }

    List<Found> found() {
        return found;
    }

    List<InvalidListener> problems() {
        return problems;
    }

    void scan(Iterable<BeanInfo> classBeans) {
        for (var bean : classBeans) {
            var beanClass = bean.getImplClazz();
            for (var method : listenersOf(beanClass)) {
                called.add(method);
                classesWithListeners.add(beanClass.name());
                classesWithListeners.add(method.declaringClass().name());
                read(bean, method, beanClass);
            }
        }
        requireThatAllAreCalled();
        requireThatPoliciesHaveListeners();
    }

    private void read(BeanInfo bean, MethodInfo method, ClassInfo beanClass) {
        try {
            var definition = reader.read(method, beanClass);
            var other = names.putIfAbsent(definition.name(), method);
            if (other != null) {
                throw new InvalidListener(
                        method,
                        "and " + InvalidListener.describe(other) + " are both named '" + definition.name()
                                + "': give one of them another name in its annotation.");
            }
            found.add(new Found(bean, method, definition));
        } catch (InvalidListener e) {
            problems.add(e);
        }
    }

    /**
     * The listener methods that a class declares or inherits. A method that overrides one without the annotation is no
     * listener.
     */
    private List<MethodInfo> listenersOf(ClassInfo beanClass) {
        var listeners = new ArrayList<MethodInfo>();
        var overridden = new HashSet<String>();
        for (var type = beanClass; type != null; type = superclass(type)) {
            for (var method : type.methods()) {
                // Bridge methods are left out, because compilers copy annotations to them.
                if (!method.isSynthetic() && overridden.add(method.name() + method.parameterTypes())) {
                    if (Names.isListener(method)) {
                        listeners.add(method);
                    }
                }
            }
        }
        return listeners;
    }

    private ClassInfo superclass(ClassInfo type) {
        return type.superName() == null ? null : index.getClassByName(type.superName());
    }

    private void requireThatAllAreCalled() {
        for (var name : Names.LISTENERS) {
            for (var annotation : index.getAnnotations(name)) {
                var method = annotation.target().asMethod();
                if (!method.isSynthetic() && called.add(method)) {
                    problems.add(new InvalidListener(
                            method, "is a method of no CDI bean and would never be called: make its class a bean."));
                }
            }
        }
    }

    private void requireThatPoliciesHaveListeners() {
        for (var name : Names.POLICIES) {
            for (var annotation : index.getAnnotations(name)) {
                problem(annotation);
            }
        }
    }

    /** Whether the method may be that of a message-driven bean, which can inherit it from a superclass. */
    private boolean isMessageDriven(MethodInfo method) {
        return MessageDrivenReader.isOnMessage(method)
                && Stream.concat(
                                Stream.of(method.declaringClass()),
                                index
                                        .getAllKnownSubclasses(
                                                method.declaringClass().name())
                                        .stream())
                        .anyMatch(type -> type.hasDeclaredAnnotation(JmsAnnotations.MESSAGE_DRIVEN));
    }

    private void problem(AnnotationInstance annotation) {
        var target = annotation.target();
        var policy = "@" + annotation.name().withoutPackagePrefix();
        if (target.kind() == AnnotationTarget.Kind.METHOD) {
            var method = target.asMethod();
            if (!method.isSynthetic() && !Names.isListener(method) && !isMessageDriven(method)) {
                problems.add(new InvalidListener(
                        method,
                        "has " + policy + " but is no listener: add @QueueListener or @TopicListener, or remove it."));
            }
        } else if (!classesWithListeners.contains(target.asClass().name())
                && !target.asClass().hasDeclaredAnnotation(JmsAnnotations.MESSAGE_DRIVEN)) {
            problems.add(new InvalidListener(
                    target.asClass(), "has " + policy + " but no listener that it could be for: remove it."));
        }
    }
}

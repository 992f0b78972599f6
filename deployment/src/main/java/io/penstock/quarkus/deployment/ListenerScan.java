package io.penstock.quarkus.deployment;

import io.penstock.quarkus.deployment.BeanMethods.BeanMethod;
import io.penstock.quarkus.listener.ListenerDefinition;
import io.quarkus.arc.deployment.BuildExclusionsBuildItem;
import io.quarkus.arc.processor.BeanInfo;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;
import org.jboss.jandex.Type;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Finds the listeners of all beans, and each of Penstock's annotations that would have no effect. It is used once. */
final class ListenerScan {

    /**
     * A listener method, the bean that has it, and its definition.
     *
     * @param payload the type that JSON is read into; null if none is
     * @param result the type of what is sent of its results; null if nothing is
     */
    record Found(BeanInfo bean, MethodInfo method, Type payload, Type result, ListenerDefinition definition) {}

    private final IndexView index;
    private final Replacements replacements;
    private final BuildExclusionsBuildItem exclusions;
    private final BeanMethods methods;
    private final ListenerReader reader;
    private final List<Found> found = new ArrayList<>();
    private final List<InvalidListener> problems = new ArrayList<>();
    private final Map<String, MethodInfo> names = new HashMap<>();
    private final Set<DotName> beans = new HashSet<>();
    private final Set<MethodInfo> called = new HashSet<>();
    private final Set<DotName> classesWithListeners = new HashSet<>();

    /**
     * Makes the scan of an application.
     *
     * @param exclusions what build conditions have taken away
     * @param transactions whether there is a transaction manager
     */
    ListenerScan(
            IndexView index, Replacements replacements, BuildExclusionsBuildItem exclusions, boolean transactions) {
        this.index = index;
        this.replacements = replacements;
        this.exclusions = exclusions;
        methods = new BeanMethods(index);
        reader = new ListenerReader(index, transactions);
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
            beans.add(beanClass.name());
            var listeners = listenersOf(beanClass);
            for (var each : listeners) {
                called.add(each.method());
                classesWithListeners.add(beanClass.name());
                classesWithListeners.add(each.method().declaringClass().name());
            }
            if (!listeners.isEmpty()) {
                readUnlessReplaced(bean, listeners);
            }
        }
        requireThatAllAreCalled();
        requireThatPoliciesHaveListeners();
    }

    /** Reads the listeners of a bean. If another bean takes its place, that one has the listeners or has none. */
    private void readUnlessReplaced(BeanInfo bean, List<BeanMethod> listeners) {
        var beanClass = bean.getImplClazz();
        var replacement = replacements.of(bean);
        if (replacement.isEmpty()) {
            listeners.forEach(method -> read(bean, method, beanClass));
        } else if (!replacement.get().isClassBean()) {
            listeners.forEach(each -> problems.add(new InvalidListener(
                    each.method(),
                    "would not be called, since a producer or an extension replaces its bean (" + replacement.get()
                            + "): let a class that extends " + beanClass.name() + " take its place.")));
        }
    }

    private void read(BeanInfo bean, BeanMethod method, ClassInfo beanClass) {
        if (exclusions.isExcluded(method.method())) {
            return;
        }
        try {
            var read = reader.read(method, beanClass);
            var definition = read.definition();
            var other = names.putIfAbsent(definition.name(), method.method());
            if (other != null) {
                throw new InvalidListener(
                        method.method(),
                        "and " + InvalidListener.describe(other) + " are both named '" + definition.name()
                                + "': give one of them another name in its annotation.");
            }
            found.add(new Found(bean, method.method(), read.payload(), read.result(), definition));
        } catch (InvalidListener e) {
            problems.add(e);
        }
    }

    /** The listener methods of a class. A method that overrides one without the annotation is none. */
    private List<BeanMethod> listenersOf(ClassInfo beanClass) {
        return methods.of(beanClass).stream()
                .filter(each -> Names.isListener(each.method()))
                .toList();
    }

    private void requireThatAllAreCalled() {
        var uncalled = new UncalledListener(index, methods, beans);
        for (var name : Names.LISTENERS) {
            for (var annotation : index.getAnnotations(name)) {
                var method = annotation.target().asMethod();
                if (!method.isSynthetic() && called.add(method)) {
                    uncalled.problem(method).ifPresent(problems::add);
                }
            }
        }
    }

    private void requireThatPoliciesHaveListeners() {
        for (var sendTo : index.getAnnotations(Names.SEND_TO)) {
            var method = sendTo.target().asMethod();
            if (!method.isSynthetic() && !Names.isListener(method)) {
                problems.add(new InvalidListener(
                        method,
                        "has @SendTo but is no listener whose result could be sent: add @QueueListener or"
                                + " @TopicListener, or remove it."));
            }
        }
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
            if (!method.isSynthetic()
                    && !Names.isListener(method)
                    && !ChannelReader.isIncoming(method)
                    && !isMessageDriven(method)) {
                problems.add(new InvalidListener(
                        method,
                        "has " + policy
                                + " but is no listener: add @QueueListener, @TopicListener or @Incoming, or remove"
                                + " it."));
            }
        } else if (!classesWithListeners.contains(target.asClass().name())
                && listenersOf(target.asClass()).isEmpty()
                && target.asClass().methods().stream().noneMatch(ChannelReader::isIncoming)
                && !target.asClass().hasDeclaredAnnotation(JmsAnnotations.MESSAGE_DRIVEN)) {
            problems.add(new InvalidListener(
                    target.asClass(), "has " + policy + " but no listener that it could be for: remove it."));
        }
    }
}

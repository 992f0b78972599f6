package io.penstock.quarkus.deployment;

import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.CombinedIndexBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ReflectiveClassBuildItem;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.jandex.IndexView;

import java.io.Serializable;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Registers the classes of object messages for serialization in a native image: those that the configuration trusts
 * when the application is built. A class that it trusts only later is refused all the same if the image does not know
 * it.
 */
class ObjectMessageProcessor {

    private static final String TRUSTED = "quarkus.penstock.jms.trusted-classes";

    @BuildStep
    void serialization(CombinedIndexBuildItem combined, BuildProducer<ReflectiveClassBuildItem> reflection) {
        var patterns = ConfigProvider.getConfig()
                .getOptionalValues(TRUSTED, String.class)
                .orElse(List.of());
        var names = names(patterns, combined.getIndex());
        if (!names.isEmpty()) {
            reflection.produce(ReflectiveClassBuildItem.builder(names.toArray(String[]::new))
                    .serialization()
                    .reason("trusted by " + TRUSTED)
                    .build());
        }
    }

    /** The names of the serializable classes that match the patterns, with their base classes. */
    static Set<String> names(List<String> patterns, IndexView index) {
        var names = new LinkedHashSet<String>();
        for (var pattern : patterns) {
            for (var name : matching(pattern, index)) {
                addWithBases(name, names);
            }
        }
        return names;
    }

    /**
     * The names that match a pattern. A package stands for its classes in the application and in indexed libraries;
     * other classes have to be named one by one.
     */
    private static Collection<String> matching(String pattern, IndexView index) {
        if (!pattern.endsWith("*")) {
            return List.of(pattern);
        }
        Predicate<String> matches;
        if (pattern.equals("*")) {
            matches = name -> true;
        } else if (pattern.endsWith(".**")) {
            var prefix = pattern.substring(0, pattern.length() - 2);
            matches = name -> name.startsWith(prefix);
        } else if (pattern.endsWith(".*")) {
            var prefix = pattern.substring(0, pattern.length() - 1);
            matches = name -> name.startsWith(prefix) && name.indexOf('.', prefix.length()) < 0;
        } else {
            var prefix = pattern.substring(0, pattern.length() - 1);
            matches = name -> name.startsWith(prefix);
        }
        return index.getKnownClasses().stream()
                .map(type -> type.name().toString())
                .filter(matches)
                .toList();
    }

    private static void addWithBases(String name, Set<String> names) {
        Class<?> type;
        try {
            type = Class.forName(name, false, Thread.currentThread().getContextClassLoader());
        } catch (ClassNotFoundException | LinkageError absent) {
            // A trusted class need not exist. The start reports a pattern that is no valid name.
            return;
        }
        for (var base = type; base != null && Serializable.class.isAssignableFrom(base); base = base.getSuperclass()) {
            names.add(base.getName());
        }
    }
}

package io.penstock.postgres.deployment;

import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The methods that a bean has: its own, and those that it inherits and does not override. */
final class Methods {

    private final IndexView index;
    private final List<MethodInfo> found = new ArrayList<>();
    private final Set<String> signatures = new HashSet<>();
    private final Set<DotName> visited = new HashSet<>();

    private Methods(IndexView index) {
        this.index = index;
    }

    static List<MethodInfo> of(ClassInfo type, IndexView index) {
        var methods = new Methods(index);
        for (var level = type; level != null; level = methods.superclass(level)) {
            level.methods().forEach(methods::add);
        }
        for (var level = type; level != null; level = methods.superclass(level)) {
            level.interfaceNames().forEach(methods::addInterface);
        }
        return methods.found;
    }

    private ClassInfo superclass(ClassInfo type) {
        return type.superName() == null ? null : index.getClassByName(type.superName());
    }

    private void addInterface(DotName name) {
        var type = index.getClassByName(name);
        if (type != null && visited.add(name)) {
            type.methods().forEach(this::add);
            type.interfaceNames().forEach(this::addInterface);
        }
    }

    private void add(MethodInfo method) {
        if (!method.isSynthetic() && signatures.add(method.name() + method.parameterTypes())) {
            found.add(method);
        }
    }
}

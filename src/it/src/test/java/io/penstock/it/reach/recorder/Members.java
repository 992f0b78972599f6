package io.penstock.it.reach.recorder;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Member;
import java.util.StringJoiner;

/** Members as text: {@code declaring.Class#name}, with the types of the parameters in parentheses if it is called. */
final class Members {

    private Members() {}

    /** One member, several, or what is text already; null is none. */
    static String text(Object what) {
        if (what instanceof Object[] several) {
            var text = new StringJoiner(";");
            for (var one : several) {
                text.add(text(one));
            }
            return text.toString();
        }
        if (what instanceof Executable executable) {
            var name = executable instanceof Constructor ? "<init>" : executable.getName();
            return text(executable.getDeclaringClass(), name, executable.getParameterTypes());
        }
        if (what instanceof Member field) {
            return text(field.getDeclaringClass(), field.getName());
        }
        if (what instanceof NamedMember named) {
            var parameters = named.parameters();
            return parameters == null ? text(named.type(), named.name()) : text(named.type(), named.name(), parameters);
        }
        return what == null ? "" : what instanceof Class<?> type ? type.getName() : what.toString();
    }

    private static String text(Class<?> declaring, String name) {
        return declaring.getName() + '#' + name;
    }

    private static String text(Class<?> declaring, String name, Class<?>[] parameters) {
        var types = new StringJoiner(",", text(declaring, name) + '(', ")");
        for (var parameter : parameters) {
            types.add(parameter.getName());
        }
        return types.toString();
    }
}

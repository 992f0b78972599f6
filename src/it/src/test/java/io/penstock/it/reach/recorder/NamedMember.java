package io.penstock.it.reach.recorder;

import java.util.Arrays;

/** A member that is known by its name. It becomes text later: that needs what is being recorded here. */
final class NamedMember {

    private final Class<?> type;
    private final String name;
    private final Class<?>[] parameters;

    /** @param parameters null for a field, or if they stand in the name */
    NamedMember(Class<?> type, String name, Class<?>[] parameters) {
        this.type = type;
        this.name = name;
        this.parameters = parameters;
    }

    Class<?> type() {
        return type;
    }

    String name() {
        return name;
    }

    Class<?>[] parameters() {
        return parameters;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NamedMember member
                && member.type == type
                && member.name.equals(name)
                && Arrays.equals(member.parameters, parameters);
    }

    @Override
    public int hashCode() {
        return name.hashCode() * 31 + type.hashCode();
    }
}

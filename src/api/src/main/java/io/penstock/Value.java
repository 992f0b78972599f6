package io.penstock;

import java.util.Arrays;

/**
 * A value of this API is what its fields say: two of one class with equal fields are equal, and its text names them.
 */
abstract class Value {

    /** The fields in their order: the name of each, then what it holds. */
    abstract Object[] fields();

    @Override
    public final boolean equals(Object other) {
        return this == other
                || other != null && getClass() == other.getClass() && Arrays.equals(fields(), ((Value) other).fields());
    }

    @Override
    public final int hashCode() {
        return Arrays.hashCode(fields());
    }

    @Override
    public String toString() {
        var text = new StringBuilder(getClass().getSimpleName()).append('[');
        Object[] fields = fields();
        for (int i = 0; i < fields.length; i += 2) {
            text.append(i == 0 ? "" : ", ").append(fields[i]).append('=').append(fields[i + 1]);
        }
        return text.append(']').toString();
    }
}

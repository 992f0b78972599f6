package io.penstock.jms;

import io.penstock.PenstockException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.util.List;
import jakarta.jms.MessageFormatException;

/** The classes that an object message may contain. Reading any other is refused: it could run code of the sender's. */
final class TrustedClasses {

    /** Deeper than honest object graphs are, and shallow enough for any thread's stack. */
    private static final int MAX_DEPTH = 100;

    /** An array length is believed before its elements are there: this bounds what it can make us allocate. */
    private static final int MAX_ARRAY_LENGTH = 1 << 20;

    /** Abstract bases without content that half of all objects have; an array of Object says nothing about its elements. */
    private static final String BASES = "java.lang.Object;java.lang.Number;java.lang.Enum;";

    private final List<String> patterns;
    private final ObjectInputFilter filter;

    /** @param patterns as of {@link ObjectInputFilter.Config#createFilter}: a class, {@code package.*} or {@code package.**} */
    TrustedClasses(List<String> patterns) {
        for (String pattern : patterns) {
            if (!pattern.matches("[\\w.$]+\\*{0,2}|\\*")) {
                throw new PenstockException.InvalidConfiguration("'" + pattern
                        + "' names no trusted classes: use a class name, a package with .* or .**, or * for any.");
            }
        }
        this.patterns = List.copyOf(patterns);
        filter = ObjectInputFilter.Config.createFilter("maxdepth=" + MAX_DEPTH + ";maxarray=" + MAX_ARRAY_LENGTH + ";"
                + BASES + String.join("", patterns.stream().map(p -> p + ";").toList()) + "!*");
    }

    Serializable deserialize(byte[] serialized) throws MessageFormatException {
        try (var in = new ContextObjectInputStream(serialized, filter)) {
            return (Serializable) in.readObject();
        } catch (InvalidClassException e) {
            throw Failures.format(
                    "The object in this message was not read: " + e.getMessage()
                            + ". Its classes, their superclasses and the classes of their fields must be trusted; trusted are "
                            + (patterns.isEmpty() ? "none" : patterns) + ".",
                    e);
        } catch (IOException | ClassNotFoundException | RuntimeException e) {
            throw Failures.format("The object in this message cannot be read: " + e, e);
        }
    }

    /** Finds classes as the receiving application does: through the loader of its thread. */
    private static final class ContextObjectInputStream extends ObjectInputStream {

        ContextObjectInputStream(byte[] serialized, ObjectInputFilter filter) throws IOException {
            super(new ByteArrayInputStream(serialized));
            setObjectInputFilter(filter);
        }

        @Override
        protected Class<?> resolveClass(ObjectStreamClass described) throws IOException, ClassNotFoundException {
            try {
                return Class.forName(
                        described.getName(), false, Thread.currentThread().getContextClassLoader());
            } catch (ClassNotFoundException e) {
                return super.resolveClass(described);
            }
        }
    }
}

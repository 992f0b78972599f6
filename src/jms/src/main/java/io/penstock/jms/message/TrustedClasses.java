package io.penstock.jms.message;

import io.penstock.PenstockException;
import io.penstock.jms.spec.Failures;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputFilter.FilterInfo;
import java.io.ObjectInputFilter.Status;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import jakarta.jms.MessageFormatException;

/**
 * Says which classes an object message may contain. Reading any other class is refused, because it could run code of
 * the sender's choice.
 */
public final class TrustedClasses {

    /**
     * The deepest nesting of objects: deeper than honest object graphs are, and shallow enough for any thread's stack.
     */
    private static final int MAX_DEPTH = 100;

    /**
     * The largest array. An array is allocated before its elements are read, so this bounds the memory that a message
     * can claim.
     */
    private static final int MAX_ARRAY_LENGTH = 1 << 20;

    /** Abstract base classes without content, and arrays of Object, whose elements are checked one by one. */
    private static final String BASES = "java.lang.Object;java.lang.Number;java.lang.Enum;";

    private final List<String> patterns;
    private final ObjectInputFilter filter;

    /**
     * @param patterns patterns of {@link ObjectInputFilter.Config#createFilter}: a class, {@code a.b.*} or
     *     {@code a.b.**}
     */
    public TrustedClasses(List<String> patterns) {
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
        var refusal = new AtomicReference<String>();
        ObjectInputFilter telling = input -> {
            var status = filter.checkInput(input);
            if (status == Status.REJECTED) {
                refusal.compareAndSet(null, describe(input));
            }
            return status;
        };
        try (var in = new ContextObjectInputStream(serialized, telling)) {
            return (Serializable) in.readObject();
        } catch (IOException | ClassNotFoundException | RuntimeException | Error e) {
            String problem = refusal.get() == null ? e.toString() : refusal.get();
            throw Failures.format("The object in this message was not read: " + problem, e);
        }
    }

    private String describe(FilterInfo input) {
        if (input.depth() > MAX_DEPTH || input.arrayLength() > MAX_ARRAY_LENGTH) {
            return "it is nested " + input.depth() + " deep (at most " + MAX_DEPTH + "), or has an array of "
                    + input.arrayLength() + " (at most " + MAX_ARRAY_LENGTH + ").";
        }
        String type =
                input.serialClass() == null ? "its class" : input.serialClass().getTypeName();
        return type + " is not trusted; trusted are " + (patterns.isEmpty() ? "none" : patterns)
                + ". Trust the classes of its fields and its superclasses too.";
    }

    /** Finds classes as the receiving application does, with the class loader of its thread. */
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

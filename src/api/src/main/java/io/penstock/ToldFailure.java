package io.penstock;

import org.jspecify.annotations.Nullable;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A told failure is what an exception of another process has said of itself. Its class need not exist in this process:
 * retry policies and dead letters go by the names that it tells.
 */
public final class ToldFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The most classes that one failure names: no hierarchy of exceptions is deeper. */
    public static final int MAX_CLASSES = 64;

    private final transient List<String> classNames;
    private final String text;
    private final String stackTrace;

    /**
     * @param classNames the name of its class, then those of the superclasses; 1 to {@value #MAX_CLASSES}
     * @param text what {@link Throwable#toString} gave
     * @param stackTrace what {@link Throwable#printStackTrace} printed
     * @param rootCause the innermost cause; null if there is none
     * @throws PenstockException.InvalidConfiguration if there is no class, or there are too many
     */
    public ToldFailure(List<String> classNames, String text, String stackTrace, @Nullable ToldFailure rootCause) {
        super(text, rootCause, false, false);
        this.classNames = List.copyOf(classNames);
        this.text = Objects.requireNonNull(text, "text");
        this.stackTrace = Objects.requireNonNull(stackTrace, "stackTrace");
        if (classNames.isEmpty() || classNames.size() > MAX_CLASSES) {
            throw new PenstockException.InvalidConfiguration("A failure names " + classNames.size()
                    + " classes: name its own and those above it, at most " + MAX_CLASSES + ".");
        }
    }

    /** The name of a failure's class, in whichever process it was thrown. */
    public static String className(Throwable failure) {
        return classNames(failure).get(0);
    }

    /** The name of a failure's class, then those of its superclasses. */
    public static List<String> classNames(Throwable failure) {
        if (failure instanceof ToldFailure told) {
            return told.classNames;
        }
        var names = new ArrayList<String>();
        for (Class<?> type = failure.getClass(); type != null; type = type.getSuperclass()) {
            names.add(type.getName());
        }
        return names;
    }

    @Override
    public void printStackTrace(PrintStream out) {
        out.print(stackTrace);
    }

    @Override
    public void printStackTrace(PrintWriter out) {
        out.print(stackTrace);
    }

    /** What the failure itself gave for this. */
    @Override
    public String toString() {
        return text;
    }
}

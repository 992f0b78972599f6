package io.penstock.server.text;

import java.util.stream.Stream;

/** A copy of a failure for the log: with its name and its stack trace, and with messages that stay on their lines. */
final class PlainFailure extends Exception {

    private static final long serialVersionUID = 1L;

    /** The longest chain of causes: a longer one has a cycle. */
    private static final int LONGEST_CHAIN = 100;

    private final String text;

    PlainFailure(Throwable failure) {
        this(failure, 0);
    }

    private PlainFailure(Throwable failure, int depth) {
        super(null, cause(failure, depth), true, true);
        text = LogLines.plain(String.valueOf(failure));
        setStackTrace(failure.getStackTrace());
        if (depth < LONGEST_CHAIN) {
            for (var suppressed : failure.getSuppressed()) {
                addSuppressed(new PlainFailure(suppressed, depth + 1));
            }
        }
    }

    private static Throwable cause(Throwable failure, int depth) {
        return failure.getCause() == null || depth == LONGEST_CHAIN
                ? null
                : new PlainFailure(failure.getCause(), depth + 1);
    }

    static Stream<Throwable> chain(Throwable failure) {
        return Stream.iterate(failure, each -> each != null, Throwable::getCause)
                .limit(LONGEST_CHAIN)
                .flatMap(each -> Stream.concat(Stream.of(each), Stream.of(each.getSuppressed())));
    }

    @Override
    public String toString() {
        return text;
    }
}

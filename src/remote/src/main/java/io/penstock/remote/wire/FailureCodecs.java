package io.penstock.remote.wire;

import io.penstock.Capability;
import io.penstock.DeadLetterRecord;
import io.penstock.Limits;
import io.penstock.PenstockException;
import io.penstock.ToldFailure;
import io.penstock.Utf8;
import org.jspecify.annotations.Nullable;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** How failures are written: those of a broker, told to its callers, and those of handlers, told to a broker. */
public final class FailureCodecs {

    /** The longest text of a failure, in characters: a broker keeps no longer one of a dead letter either. */
    private static final int MAX_TEXT_CHARS = 8_192;

    /** The most classes above that of a failure that are told. */
    private static final int MAX_CLASSES = ToldFailure.MAX_CLASSES;

    private static final Map<String, Function<In, PenstockException>> KINDS = kinds();

    /** A failure of the broker, as its caller gets it: of the same class, with the same text. */
    public static final Codec<RuntimeException> ERROR = Codec.of(FailureCodecs::writeError, FailureCodecs::readError);

    private static final Codec<ToldFailure> ROOT =
            Codec.of(FailureCodecs::writeTold, in -> new ToldFailure(in.texts(1), in.text(2), in.text(3), null));

    /** What a handler has thrown. */
    public static final Codec<Throwable> THROWN = Codec.of(FailureCodecs::writeThrown, FailureCodecs::readThrown);

    private FailureCodecs() {}

    private static Map<String, Function<In, PenstockException>> kinds() {
        var kinds = new LinkedHashMap<String, Function<In, PenstockException>>();
        kinds.put("InvalidConfiguration", in -> new PenstockException.InvalidConfiguration(""));
        kinds.put("InvalidFilter", in -> new PenstockException.InvalidFilter(in.text(3), in.integer(4), ""));
        kinds.put("InvalidMessage", in -> new PenstockException.InvalidMessage(""));
        kinds.put("MessageTooLarge", in -> new PenstockException.MessageTooLarge("", 0, 0));
        kinds.put("UnknownDestination", in -> new PenstockException.UnknownDestination(""));
        kinds.put("Unroutable", in -> new PenstockException.Unroutable("", ""));
        kinds.put("UnknownSubscription", in -> new PenstockException.UnknownSubscription("", ""));
        kinds.put("UnknownAlert", in -> new PenstockException.UnknownAlert(""));
        kinds.put("UnknownSchedule", in -> new PenstockException.UnknownSchedule(""));
        kinds.put("Unsupported", in -> new PenstockException.Unsupported(in.constant(5, Capability.class), ""));
        kinds.put("Conflict", in -> new PenstockException.Conflict(""));
        kinds.put("LeaseLost", in -> new PenstockException.LeaseLost("", "", 0, 0));
        kinds.put("Overloaded", in -> new PenstockException.Overloaded(""));
        kinds.put("LimitReached", in -> new PenstockException.LimitReached(in.text(6), Limits.NONE, 0, 0, ""));
        kinds.put("StorageFull", in -> new PenstockException.StorageFull("", null));
        kinds.put("PartitionOffline", in -> new PenstockException.PartitionOffline(in.text(6), in.integer(4), ""));
        kinds.put("Forbidden", in -> new PenstockException.Forbidden(""));
        kinds.put("Fenced", in -> new PenstockException.Fenced(""));
        kinds.put("OutOfSequence", in -> new PenstockException.OutOfSequence(""));
        kinds.put("TransactionTimedOut", in -> new PenstockException.TransactionTimedOut(""));
        kinds.put("UnknownTransaction", in -> new PenstockException.UnknownTransaction(""));
        kinds.put("Unavailable", in -> new PenstockException.Unavailable(""));
        kinds.put("StorageUnusable", in -> new PenstockException.StorageUnusable(""));
        return kinds;
    }

    private static void writeError(RuntimeException error, Out out) {
        out.text(1, error.getClass().getSimpleName()).text(2, text(error.getMessage()));
        if (error instanceof PenstockException.InvalidFilter filter) {
            out.text(3, filter.filter()).number(4, filter.position());
        } else if (error instanceof PenstockException.Unsupported unsupported) {
            out.constant(5, unsupported.capability());
        } else if (error instanceof PenstockException.LimitReached reached) {
            out.text(6, reached.destination());
        } else if (error instanceof PenstockException.PartitionOffline offline) {
            out.text(6, offline.destination()).number(4, offline.partition());
        }
    }

    private static RuntimeException readError(In in) {
        var kind = in.text(1);
        var text = in.text(2);
        var known = KINDS.get(kind);
        if (known != null) {
            return PenstockException.told(known.apply(in), text);
        }
        return switch (kind) {
            case "IllegalStateException" -> new IllegalStateException(text);
            case "IllegalArgumentException" -> new IllegalArgumentException(text);
            case "NullPointerException" -> new NullPointerException(text);
            case "UnsupportedOperationException" -> new UnsupportedOperationException(text);
            default -> new PenstockException.Unavailable("The server failed with a " + kind + ": " + text);
        };
    }

    private static String text(@Nullable String text) {
        if (text == null) {
            return "";
        }
        return Utf8.whole(text.length() <= MAX_TEXT_CHARS ? text : text.substring(0, MAX_TEXT_CHARS - 1) + "…");
    }

    private static void writeThrown(Throwable thrown, Out out) {
        writeTold(thrown, out);
        var root = root(thrown);
        if (root != thrown) {
            out.bytes(4, told(root).toBytes());
        }
    }

    private static Out told(Throwable thrown) {
        var out = new Out();
        writeTold(thrown, out);
        return out;
    }

    private static void writeTold(Throwable thrown, Out out) {
        var names = ToldFailure.classNames(thrown);
        out.texts(1, names.subList(0, Math.min(names.size(), MAX_CLASSES)))
                .text(2, text(answer(thrown, Throwable::toString)))
                .text(3, text(answer(thrown, FailureCodecs::stackTrace)));
    }

    private static Throwable readThrown(In in) {
        return new ToldFailure(in.texts(1), in.text(2), in.text(3), in.messageOrNull(4, ROOT));
    }

    private static Throwable root(Throwable thrown) {
        var seen = Collections.newSetFromMap(new IdentityHashMap<Throwable, Boolean>());
        var cause = thrown;
        while (cause.getCause() != null && seen.add(cause)) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** The answer of an exception. Its methods are code of the application, which may fail in its turn. */
    private static String answer(Throwable thrown, Function<Throwable, String> question) {
        try {
            return question.apply(thrown);
        } catch (RuntimeException | StackOverflowError e) {
            return "A " + ToldFailure.className(thrown) + " that cannot be described: "
                    + e.getClass().getName();
        }
    }

    private static String stackTrace(Throwable thrown) {
        var text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        var all = text.toString();
        return all.substring(0, Math.min(all.length(), DeadLetterRecord.MAX_STACK_TRACE_CHARS + 1));
    }

    /** The classes of failures that this version tells by name. */
    static List<String> names() {
        return List.copyOf(KINDS.keySet());
    }
}

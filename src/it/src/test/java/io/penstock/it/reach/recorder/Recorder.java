package io.penstock.it.reach.recorder;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodType;
import java.lang.reflect.Member;
import java.lang.reflect.RecordComponent;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Takes down what a process reaches dynamically, one line each: kind, target, members, caller, what of the JDK acted
 * for the caller, and the class initializers that were running. It is called out of classes of the JDK, so it uses
 * nothing but the JDK. A line has been given to the operating system when a method returns: processes under this agent
 * are killed.
 */
public final class Recorder {

    private static final ThreadLocal<Boolean> BUSY = new ThreadLocal<>();
    private static final Set<Sighting> SEEN = ConcurrentHashMap.newKeySet();
    private static final Set<String> WRITTEN = ConcurrentHashMap.newKeySet();

    private static volatile OutputStream out;
    private static volatile Set<String> known;

    private Recorder() {}

    /**
     * Records from now on.
     *
     * @param known classes of the JDK whose members an image would show; those of others are hidden, as it does
     */
    public static void start(Path record, Path known) throws IOException {
        Recorder.known = Set.copyOf(Files.readAllLines(known));
        // Is not closed: it lasts as long as the process.
        out = new FileOutputStream(record.toFile(), true);
    }

    /** Keeps what this thread does until {@link #resume} out of the record: it is the agent's own doing. */
    public static void suspend() {
        BUSY.set(Boolean.TRUE);
    }

    /** Ends {@link #suspend}. */
    public static void resume() {
        BUSY.remove();
    }

    /** A class as such: found by its name, allocated, serialized. */
    public static void type(String kind, Class<?> type) {
        if (type != null) {
            record(kind, type, null);
        }
    }

    /** A class that a class loader was asked for. */
    public static void loaded(Class<?> type) {
        type("CLASS", type);
    }

    /**
     * What a class answered when it was asked for all members of a kind.
     *
     * @return what it is to answer: nothing, where an image knows nothing of a class of the JDK. Otherwise what follows
     *     from the answer would be recorded, too, and would not happen in the image
     */
    public static Object[] members(String kind, Class<?> type, Object[] members) {
        boolean hidden = members != null
                && members.length > 0
                && record(kind, type, members)
                && Callers.isOfTheJdk(type)
                && !known.contains(type.getName());
        return hidden ? Arrays.copyOf(members, 0) : members;
    }

    /** The components of a record, which are known where all of their accessors are. */
    public static void components(Class<?> type, RecordComponent[] components) {
        if (components != null && components.length > 0) {
            var accessors = new Object[components.length];
            for (int i = 0; i < components.length; i++) {
                accessors[i] = components[i].getAccessor();
            }
            record("COMPONENTS", type, accessors);
        }
    }

    /** One member. */
    public static void member(String kind, Member member) {
        if (member != null) {
            record(kind, member.getDeclaringClass(), member);
        }
    }

    /** One member, by its name. */
    public static void member(String kind, Class<?> type, String name) {
        record(kind, type, new NamedMember(type, name, null));
    }

    /** A handle of a method or a constructor. */
    public static void handle(Class<?> type, String name, MethodType signature) {
        record("HANDLE", type, new NamedMember(type, name, signature.parameterArray()));
    }

    /** A proxy class for these interfaces. */
    public static void proxy(Class<?>[] interfaces) {
        if (interfaces.length > 0) {
            record("PROXY", interfaces[0], interfaces);
        }
    }

    /** A resource that is there, outside of the JDK. */
    public static void resource(String name, Object found) {
        if (found instanceof Enumeration<?> all ? all.hasMoreElements() : found != null) {
            if (!(found instanceof URL url && url.getProtocol().equals("jrt"))) {
                record("RESOURCE", null, name);
            }
        }
    }

    /** What has a name only: a native library, a bundle of resources. */
    public static void name(String kind, String name) {
        record(kind, null, name);
    }

    /** Whether this is an access that happens when an image runs, and not while it is built. */
    private static boolean record(String kind, Class<?> type, Object what) {
        if (out == null || BUSY.get() != null) {
            return false;
        }
        BUSY.set(Boolean.TRUE);
        try {
            var one = what == null ? type : what;
            var callers = Callers.ofThisThread(kind, type, caller -> SEEN.contains(new Sighting(kind, one, caller)));
            if (callers == null) {
                return false;
            }
            remember(new Sighting(kind, one, callers.caller()), callers);
            write(String.join(
                    "\t",
                    kind,
                    type == null ? (String) what : type.getName(),
                    type == null ? "" : Members.text(what),
                    callers.caller().getName(),
                    callers.via(),
                    callers.initializers()));
            return callers.initializers().isEmpty();
        } finally {
            BUSY.remove();
        }
    }

    /** So that what happens for each message costs little. Arrays are other ones each time, but rare. */
    private static void remember(Sighting sighting, Callers callers) {
        if (!(sighting.what() instanceof Object[]) && callers.initializers().isEmpty()) {
            SEEN.add(sighting);
        }
    }

    private static void write(String line) {
        if (WRITTEN.add(line)) {
            try {
                out.write((line + '\n').getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new IllegalStateException("Nothing can be recorded", e);
            }
        }
    }
}

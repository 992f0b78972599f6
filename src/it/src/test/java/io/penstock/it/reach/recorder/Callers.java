package io.penstock.it.reach.recorder;

import java.lang.StackWalker.StackFrame;
import java.lang.reflect.Proxy;
import java.util.Iterator;
import java.util.function.Predicate;

/** Who stands behind an access: the stack of a thread, read once. */
final class Callers {

    private static final StackWalker WALKER = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    private static final String OURS = Callers.class.getPackageName() + ".";

    /**
     * Where the language itself reaches what is not named: call sites such as lambdas, the methods of proxies,
     * annotations, generic types, constants of enums. Whoever compiles the code sees to that.
     */
    private static final String[] LANGUAGE = {
        "java.lang.invoke.MethodHandleNatives",
        "java.lang.reflect.Proxy$",
        "java.lang.reflect.ProxyGenerator",
        "sun.reflect.annotation.",
        "sun.reflect.generics.",
        "java.lang.Enum",
        "java.util.EnumMap",
        "java.util.EnumSet"
    };

    /** Made by the JDK to make reflection itself fast. */
    private static final String ACCESSORS = "jdk.internal.reflect.";

    /** Of {@link Class}, for whoever asks for the constants of an enum. */
    private static final String CONSTANTS = "getEnumConstantsShared";

    /** Of the JDK, and only hand on what somebody else wants; so do all class loaders. */
    private static final String[] TRANSPARENT = {
        "java.lang.Class",
        "java.lang.Module",
        "java.lang.System",
        "java.lang.Runtime",
        "java.lang.reflect.",
        "java.lang.invoke.",
        "java.security.AccessController",
        "java.util.ResourceBundle",
        "java.util.stream.",
        "java.util.Spliterators",
        "java.util.ArrayList",
        "jdk.internal.reflect.",
        "jdk.internal.loader.",
        "sun.misc.Unsafe"
    };

    private final StringBuilder initializers = new StringBuilder();
    private Class<?> caller;
    private String via = "";
    private boolean ofTheLanguage;
    private boolean loading;

    private Callers() {}

    /**
     * Reads the stack of this thread, and no further than to the caller if this does not count or is nothing new: most
     * of what is recorded is of this sort, and stacks are deep.
     *
     * @param seen of a caller, whether this is nothing new
     * @return null if it does not count or is nothing new
     */
    static Callers ofThisThread(String kind, Class<?> target, Predicate<Class<?>> seen) {
        return WALKER.walk(stack -> {
            var callers = new Callers();
            for (Iterator<StackFrame> frames = stack.iterator(); frames.hasNext(); ) {
                var frame = frames.next();
                if (!frame.getDeclaringClass().getName().startsWith(OURS)) {
                    boolean unknown = callers.caller == null;
                    callers.read(frame);
                    if (unknown
                            && callers.caller != null
                            && (!callers.count(kind, target) || seen.test(callers.caller))) {
                        return null;
                    }
                }
            }
            return callers.caller == null ? null : callers;
        });
    }

    private void read(StackFrame frame) {
        var type = frame.getDeclaringClass();
        if (caller == null) {
            if (ClassLoader.class.isAssignableFrom(type)) {
                loading |= frame.getMethodName().equals("loadClass");
            } else if (!isOfTheJdk(type)) {
                caller = type;
                ofTheLanguage |= Proxy.isProxyClass(type);
            } else if (startsWithAny(LANGUAGE, type.getName())
                    || frame.getMethodName().equals(CONSTANTS)) {
                ofTheLanguage = true;
            } else if (via.isEmpty() && !startsWithAny(TRANSPARENT, type.getName())) {
                via = type.getName();
            }
        }
        // In this order: the name of a method is not at hand before it is asked for.
        if (!isOfTheJdk(type) && frame.getMethodName().equals("<clinit>")) {
            initializers.append(initializers.length() == 0 ? "" : ";").append(type.getName());
        }
    }

    /**
     * Whether this is an access of the application or its libraries. What the JDK does with its own classes is the
     * affair of whoever compiles the JDK, and what a class loader does while it loads is no access at all.
     */
    private boolean count(String kind, Class<?> target) {
        return !ofTheLanguage
                && !(target != null && target.getName().startsWith(ACCESSORS))
                && !(loading && (kind.equals("DEFINE") || kind.equals("CLASS")))
                && (via.isEmpty() || countThroughTheJdk(kind, target));
    }

    /** Copies of arrays have the type of an array that is there; libraries that the JDK loads are its own. */
    private static boolean countThroughTheJdk(String kind, Class<?> target) {
        return switch (kind) {
            case "SERIALIZE", "RESOURCE", "BUNDLE" -> true;
            case "ARRAY", "LIBRARY" -> false;
            default -> !isOfTheJdk(target);
        };
    }

    static boolean isOfTheJdk(Class<?> type) {
        var element = type;
        while (element.isArray()) {
            element = element.getComponentType();
        }
        var loader = element.getClassLoader();
        return loader == null
                || loader == ClassLoader.getPlatformClassLoader()
                || type.getName().startsWith(ACCESSORS);
    }

    private static boolean startsWithAny(String[] prefixes, String name) {
        for (var prefix : prefixes) {
            if (name.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    /** The first of the application's or its libraries'. */
    Class<?> caller() {
        return caller;
    }

    /** What of the JDK acted for the caller; empty if it acted itself. */
    String via() {
        return via;
    }

    /** Class initializers under way, inner first, separated by semicolons. */
    String initializers() {
        return initializers.toString();
    }
}

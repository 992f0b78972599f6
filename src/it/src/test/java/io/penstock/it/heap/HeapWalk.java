package io.penstock.it.heap;

import java.io.FileDescriptor;
import java.lang.ref.Reference;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.nio.Buffer;
import java.nio.channels.Channel;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.Timer;
import java.util.UUID;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadPoolExecutor;

/**
 * Follows objects from a root, and finds those that must not lie in the heap of a native image: what its builder made
 * of them, the running image would take for its own. Random numbers would be the same in every process, clocks would
 * have stopped, threads would not run, buffers and files would belong to a machine that is gone.
 */
final class HeapWalk {

    private static final List<Class<?>> FORBIDDEN = List.of(
            Random.class,
            SplittableRandom.class,
            UUID.class,
            Clock.class,
            Thread.class,
            ThreadGroup.class,
            ThreadPoolExecutor.class,
            ForkJoinPool.class,
            Timer.class,
            Buffer.class,
            Channel.class,
            FileDescriptor.class,
            Process.class);

    /** Behind these lies the whole virtual machine. */
    private static final Set<String> BOUNDARIES = Set.of(
            "java.lang.Class",
            "java.lang.ClassLoader",
            "java.lang.Module",
            "java.lang.invoke.MethodType",
            "java.lang.invoke.MemberName",
            "java.lang.invoke.LambdaForm",
            "org.jboss.logging.Logger");

    /** An instant that near to now was not written down by anybody. */
    private static final Duration NOW = Duration.ofDays(1);

    private record Place(Object object, String path) {}

    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Place> open = new ArrayDeque<>();
    private final List<String> findings = new ArrayList<>();

    /** Follows the static fields of a class, which must have been initialized. */
    void addStatics(Class<?> type) {
        for (Field field : type.getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers())) {
                addField(field, null, type.getName() + "." + field.getName());
            }
        }
        run();
    }

    void add(Object root, String name) {
        push(root, name);
        run();
    }

    /** Each with the way to it. */
    List<String> findings() {
        return findings;
    }

    int objects() {
        return seen.size();
    }

    private void run() {
        while (!open.isEmpty()) {
            var place = open.pop();
            if (isForbidden(place.object())) {
                findings.add(place.path() + " is a " + place.object().getClass().getName());
            } else {
                addContent(place);
            }
        }
    }

    private static boolean isForbidden(Object object) {
        return FORBIDDEN.stream().anyMatch(type -> type.isInstance(object))
                || object instanceof Instant instant
                        && Duration.between(instant, Instant.now()).abs().compareTo(NOW) < 0;
    }

    private void addContent(Place place) {
        var object = place.object();
        if (object instanceof Object[] array) {
            for (int i = 0; i < array.length; i++) {
                push(array[i], place.path() + "[" + i + "]");
            }
            return;
        }
        for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !isOfCollector(field)) {
                    addField(field, object, place.path() + "." + field.getName());
                }
            }
        }
    }

    /** While the garbage collector works, references are linked to others that have nothing to do with them. */
    private static boolean isOfCollector(Field field) {
        return field.getDeclaringClass() == Reference.class && field.getName().equals("discovered");
    }

    private void addField(Field field, Object owner, String path) {
        if (field.getType().isPrimitive()) {
            return;
        }
        try {
            field.setAccessible(true);
            push(field.get(owner), path);
        } catch (InaccessibleObjectException ofTheJdk) {
            // What the JDK keeps to itself, the builder knows how to keep.
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(path, e);
        }
    }

    private void push(Object object, String path) {
        if (object != null && !isBoundary(object.getClass()) && seen.add(object)) {
            open.push(new Place(object, path));
        }
    }

    private static boolean isBoundary(Class<?> type) {
        for (Class<?> base = type; base != null; base = base.getSuperclass()) {
            if (BOUNDARIES.contains(base.getName())) {
                return true;
            }
        }
        return false;
    }
}

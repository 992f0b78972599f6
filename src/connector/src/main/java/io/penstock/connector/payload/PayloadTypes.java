package io.penstock.connector.payload;

import io.smallrye.reactive.messaging.keyed.KeyedMulti;
import org.eclipse.microprofile.reactive.messaging.Message;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.List;

/** Tells types that can be payloads from those that only carry payloads or describe them. */
public final class PayloadTypes {

    /** How the names of streams, messages, metadata and functions begin: no JSON says what their values are. */
    private static final List<String> CARRIERS = List.of(
            "io.penstock.Delivery",
            "io.penstock.Message",
            "io.penstock.connector.IncomingPenstock",
            "io.penstock.connector.OutgoingPenstock",
            "io.penstock.connector.PenstockRecord",
            "io.smallrye.",
            "io.vertx.",
            "java.io.",
            "java.lang.reflect.",
            "java.util.concurrent.",
            "java.util.function.",
            "java.util.stream.",
            "org.eclipse.microprofile.",
            "org.reactivestreams.");

    /** What has a first argument that is a payload or a message: streams and what consumes them. */
    private static final List<String> STREAMS = List.of(
            "io.smallrye.mutiny.Multi",
            "java.util.concurrent.Flow$Publisher",
            "java.util.concurrent.Flow$Subscriber",
            "java.util.concurrent.Flow$Processor",
            "org.eclipse.microprofile.reactive.streams.operators.PublisherBuilder",
            "org.eclipse.microprofile.reactive.streams.operators.SubscriberBuilder",
            "org.eclipse.microprofile.reactive.streams.operators.ProcessorBuilder",
            "org.reactivestreams.Publisher",
            "org.reactivestreams.Subscriber",
            "org.reactivestreams.Processor");

    private PayloadTypes() {}

    /** Whether it is a stream of payloads or messages. */
    public static boolean isStream(Type type) {
        return STREAMS.contains(raw(type).getName());
    }

    /** What a signature takes: the argument of a message or a stream, or else the type itself. */
    public static Type payloadOf(Type signature) {
        if (signature instanceof ParameterizedType carrier && (raw(carrier) == Message.class || isStream(carrier))) {
            return payloadOf(carrier.getActualTypeArguments()[0]);
        }
        return signature;
    }

    /** Whether messages are read as that type by its arguments: the key as the first, the body as the second. */
    public static boolean isKeyed(Type type) {
        return raw(type) == KeyedMulti.class;
    }

    /** The class of a type without its arguments; {@code Object} for a type variable. */
    public static Class<?> raw(Type type) {
        if (type instanceof Class<?> known) {
            return known;
        }
        if (type instanceof ParameterizedType parameterized) {
            return raw(parameterized.getRawType());
        }
        if (type instanceof GenericArrayType array) {
            return raw(array.getGenericComponentType()).arrayType();
        }
        return type instanceof WildcardType wildcard ? raw(wildcard.getUpperBounds()[0]) : Object.class;
    }

    /** Whether JSON can be read into that type: it is no carrier, and all of its arguments are known. */
    public static boolean isReadable(Type type) {
        if (type instanceof Class<?> known) {
            return known.isArray() ? isReadable(known.componentType()) : isValue(known);
        }
        if (type instanceof ParameterizedType parameterized) {
            return isReadable(parameterized.getRawType())
                    && Arrays.stream(parameterized.getActualTypeArguments()).allMatch(PayloadTypes::isReadable);
        }
        if (type instanceof GenericArrayType array) {
            return isReadable(array.getGenericComponentType());
        }
        return type instanceof WildcardType wildcard && isReadable(wildcard.getUpperBounds()[0]);
    }

    private static boolean isValue(Class<?> type) {
        return type != void.class && type != Void.class && CARRIERS.stream().noneMatch(type.getName()::startsWith);
    }
}

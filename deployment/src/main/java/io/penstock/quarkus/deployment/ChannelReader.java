package io.penstock.quarkus.deployment;

import io.penstock.quarkus.ChannelPayload;
import io.penstock.quarkus.payload.RecordedType;
import io.quarkus.arc.processor.InjectionPointInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;
import org.jboss.jandex.Type;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Collects what methods and injected streams take from channels, with all type arguments. It is used once. */
final class ChannelReader {

    static final DotName INCOMING = DotName.createSimple("org.eclipse.microprofile.reactive.messaging.Incoming");
    static final DotName OUTGOING = DotName.createSimple("org.eclipse.microprofile.reactive.messaging.Outgoing");
    private static final DotName INCOMINGS =
            DotName.createSimple("org.eclipse.microprofile.reactive.messaging.Incomings");
    private static final DotName CHANNEL = DotName.createSimple("org.eclipse.microprofile.reactive.messaging.Channel");

    private static final Set<DotName> STREAMS = Set.of(
            DotName.createSimple("io.smallrye.mutiny.Multi"),
            DotName.createSimple("java.util.concurrent.Flow$Publisher"),
            DotName.createSimple("org.reactivestreams.Publisher"),
            DotName.createSimple("org.eclipse.microprofile.reactive.streams.operators.PublisherBuilder"));

    private final IndexView index;
    private final List<ChannelPayload> payloads = new ArrayList<>();

    ChannelReader(IndexView index) {
        this.index = index;
    }

    void readMethods(Set<DotName> beans) {
        for (var incoming : index.getAnnotationsWithRepeatable(INCOMING, index)) {
            var method = incoming.target().asMethod();
            if (beans.contains(method.declaringClass().name())) {
                add(incoming.value().asString(), place(method), false, signature(method));
            }
        }
    }

    void readStreams(Collection<InjectionPointInfo> points) {
        for (var point : points) {
            var channel = point.getRequiredQualifier(CHANNEL);
            if (channel != null && STREAMS.contains(point.getRequiredType().name())) {
                add(channel.value().asString(), point.getTargetInfo(), true, point.getRequiredType());
            }
        }
    }

    /** Whether a method reads a channel. */
    static boolean isIncoming(MethodInfo method) {
        return method.hasDeclaredAnnotation(INCOMING) || method.hasDeclaredAnnotation(INCOMINGS);
    }

    /** The channels into which something is injected that sends. */
    static Set<String> emitters(Collection<InjectionPointInfo> points) {
        var channels = new HashSet<String>();
        for (var point : points) {
            var qualifier = point.getRequiredQualifier(CHANNEL);
            if (qualifier != null && !STREAMS.contains(point.getRequiredType().name())) {
                channels.add(qualifier.value().asString());
            }
        }
        return channels;
    }

    List<ChannelPayload> payloads() {
        return payloads;
    }

    private void add(String channel, String place, boolean isInjected, Type signature) {
        payloads.add(new ChannelPayload(channel, place, isInjected, recorded(signature)));
    }

    private static Type signature(MethodInfo method) {
        return method.parametersCount() == 0 ? method.returnType() : method.parameterType(0);
    }

    private static String place(MethodInfo method) {
        return method.declaringClass().name() + "#" + method.name() + "()";
    }

    static RecordedType recorded(Type type) {
        return switch (type.kind()) {
            case PARAMETERIZED_TYPE ->
                new RecordedType(
                        type.name().toString(),
                        false,
                        type.asParameterizedType().arguments().stream()
                                .map(ChannelReader::recorded)
                                .toList());
            case WILDCARD_TYPE -> recorded(type.asWildcardType().extendsBound());
            case TYPE_VARIABLE -> variable(type.asTypeVariable().identifier());
            case UNRESOLVED_TYPE_VARIABLE ->
                variable(type.asUnresolvedTypeVariable().identifier());
            case TYPE_VARIABLE_REFERENCE ->
                variable(type.asTypeVariableReference().identifier());
            default -> new RecordedType(type.name().toString(), false, List.of());
        };
    }

    private static RecordedType variable(String name) {
        return new RecordedType(name, true, List.of());
    }
}

package io.penstock.connector.payload;

import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

/** Finds the full type of what a channel is read as, by the class that a converter is told. */
@ApplicationScoped
public class DeclaredPayloads {

    private final Map<String, List<PayloadDeclaration>> byChannel;
    private final Map<String, Map<Class<?>, Type>> full = new HashMap<>();

    @Inject
    DeclaredPayloads(Instance<PayloadDeclarations> declarations) {
        byChannel = declarations.stream()
                .flatMap(each -> each.list().stream())
                .collect(Collectors.groupingBy(PayloadDeclaration::channel));
        byChannel.forEach((channel, list) -> {
            var types = full.computeIfAbsent(channel, any -> new HashMap<>());
            list.forEach(each -> types.putIfAbsent(PayloadTypes.raw(each.type()), each.type()));
        });
    }

    /** Lets the container make a proxy. */
    DeclaredPayloads() {
        byChannel = Map.of();
    }

    /** What reads the channel. */
    public List<PayloadDeclaration> of(String channel) {
        return byChannel.getOrDefault(channel, List.of());
    }

    /** The type as it was declared for that channel, with its arguments; the given one if nothing more is known. */
    public Type complete(String channel, Type told) {
        return told instanceof Class<?> raw
                ? full.getOrDefault(channel, Map.of()).getOrDefault(raw, raw)
                : told;
    }
}

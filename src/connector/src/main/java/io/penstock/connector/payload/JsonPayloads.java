package io.penstock.connector.payload;

import io.smallrye.reactive.messaging.json.JsonMapping;
import io.smallrye.reactive.messaging.providers.helpers.VertxJsonMapping;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

/**
 * Writes and reads objects as JSON, with the application's {@link JsonMapping} if it has exactly one, and else with the
 * codec of Vert.x, which uses Jackson and, in Quarkus, the application's own {@code ObjectMapper}.
 */
@ApplicationScoped
public class JsonPayloads {

    /** The package of the mapping of Reactive Messaging that uses JSON-B. */
    private static final String JSON_B = "io.smallrye.reactive.messaging.json.jsonb.";

    private final JsonMapping mapping;

    /** Null until the first generic type is read. */
    private volatile GenericTypes types;

    @Inject
    JsonPayloads(Instance<JsonMapping> mappings) {
        this(mappings.isResolvable() ? mappings.get() : new VertxJsonMapping());
    }

    public JsonPayloads(JsonMapping mapping) {
        this.mapping = mapping;
    }

    /** Lets the container make a proxy. */
    JsonPayloads() {
        this((JsonMapping) null);
    }

    /** Writes an object. */
    public byte[] write(Object payload) {
        return mapping.toJson(payload).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads an object.
     *
     * @throws RuntimeException as the library throws it, if the text is no JSON for that type
     */
    public Object read(byte[] json, Type type) {
        var text = new String(json, StandardCharsets.UTF_8);
        return type instanceof Class<?> plain ? mapping.fromJson(text, plain) : types().read(text, type);
    }

    /** Reads generic types with the library that reads classes: {@link JsonMapping} has no method for them. */
    private GenericTypes types() {
        var known = types;
        if (known == null) {
            known = mapping.getClass().getName().startsWith(JSON_B)
                    ? OptionalLibrary.make(OptionalLibrary.JSON_B_TYPES, GenericTypes.class)
                    : new JacksonTypes();
            types = known;
        }
        return known;
    }
}

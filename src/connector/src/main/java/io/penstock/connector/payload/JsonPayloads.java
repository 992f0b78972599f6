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

    private final JsonMapping mapping;

    /** Null until the first generic type is read. */
    private volatile JacksonTypes types;

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

    private JacksonTypes types() {
        var known = types;
        if (known == null) {
            known = new JacksonTypes();
            types = known;
        }
        return known;
    }
}

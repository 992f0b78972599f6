package io.penstock.connector;

import io.smallrye.reactive.messaging.json.JsonMapping;
import io.smallrye.reactive.messaging.providers.helpers.VertxJsonMapping;

import java.nio.charset.StandardCharsets;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

/**
 * Writes and reads objects as JSON, with the application's {@link JsonMapping} if it has exactly one, and else with the
 * codec of Vert.x, which uses Jackson and, in Quarkus, the application's own {@code ObjectMapper}.
 */
@ApplicationScoped
class JsonPayloads {

    private final JsonMapping mapping;

    @Inject
    JsonPayloads(Instance<JsonMapping> mappings) {
        this(mappings.isResolvable() ? mappings.get() : new VertxJsonMapping());
    }

    JsonPayloads(JsonMapping mapping) {
        this.mapping = mapping;
    }

    /** Lets the container make a proxy. */
    JsonPayloads() {
        this((JsonMapping) null);
    }

    byte[] write(Object payload) {
        return mapping.toJson(payload).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads an object.
     *
     * @throws RuntimeException as the mapping throws it, if the text is no JSON for that type
     */
    <T> T read(byte[] json, Class<T> type) {
        return mapping.fromJson(new String(json, StandardCharsets.UTF_8), type);
    }
}

package io.penstock.connector;

import io.smallrye.reactive.messaging.json.JsonMapping;
import io.smallrye.reactive.messaging.providers.helpers.VertxJsonMapping;

import java.nio.charset.StandardCharsets;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

/**
 * Objects as JSON: by the application's {@link JsonMapping} if it has exactly one, and else by the codec of Vert.x,
 * which is Jackson's and, in Quarkus, the application's own {@code ObjectMapper}.
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

    /** @throws RuntimeException of the mapping's kind if the text is no JSON for that type */
    <T> T read(byte[] json, Class<T> type) {
        return mapping.fromJson(new String(json, StandardCharsets.UTF_8), type);
    }
}

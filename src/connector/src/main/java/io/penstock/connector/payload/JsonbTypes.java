package io.penstock.connector.payload;

import java.lang.reflect.Type;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;

/**
 * Reads JSON into generic types with JSON-B: by the {@code Jsonb} bean of the application or, if there is none, by one
 * of its own. Only whoever needs it touches this class, because JSON-B may be absent.
 */
final class JsonbTypes implements GenericTypes {

    private final Jsonb jsonb;

    JsonbTypes() {
        var beans = CDI.current().select(Jsonb.class);
        jsonb = beans.isResolvable() ? beans.get() : JsonbBuilder.create();
    }

    /** @throws jakarta.json.bind.JsonbException if the text is no JSON for that type */
    @Override
    public Object read(String json, Type type) {
        return jsonb.fromJson(json, type);
    }
}

package io.penstock.connector.payload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.json.jackson.DatabindCodec;

import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import jakarta.enterprise.inject.spi.CDI;

/**
 * Reads JSON into generic types, such as {@code List<Order>}, for which {@code JsonMapping} has no method. It uses the
 * {@code ObjectMapper} bean of the application or, if there is none, that of Vert.x. Only whoever needs it touches this
 * class, because Jackson may be absent.
 */
final class JacksonTypes implements GenericTypes {

    private final ObjectMapper mapper;

    JacksonTypes() {
        var beans = CDI.current().select(ObjectMapper.class);
        mapper = beans.isResolvable() ? beans.get() : DatabindCodec.mapper();
    }

    /** @throws UncheckedIOException if the text is no JSON for that type */
    @Override
    public Object read(String json, Type type) {
        try {
            return mapper.readValue(json, mapper.constructType(type));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }
}

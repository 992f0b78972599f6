package io.penstock.quarkus.payload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.PenstockException;
import io.penstock.spi.PayloadCodec;
import io.quarkus.arc.DefaultBean;

import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;

/**
 * Writes objects as JSON with the {@code ObjectMapper} of the application. The mapper is looked up when the first
 * object is sent, because a bean that customizes it may need the broker. A {@code PayloadCodec} bean of the application
 * takes the place of this one.
 */
@Singleton
@DefaultBean
public class JsonCodec implements PayloadCodec {

    private static final String JSON = "application/json";

    private final Provider<ObjectMapper> mapper;

    @Inject
    JsonCodec(Provider<ObjectMapper> mapper) {
        this.mapper = mapper;
    }

    @Override
    public String contentType() {
        return JSON;
    }

    @Override
    public byte[] encode(Object payload) {
        return written(() -> mapper.get().writeValueAsBytes(payload));
    }

    @Override
    public <T> T decode(byte[] body, Class<T> type) {
        try {
            return mapper.get().readValue(body, type);
        } catch (IOException e) {
            throw new PenstockException.InvalidMessage(
                    "The body cannot be read as " + type.getName() + ": " + problem(e));
        }
    }

    /**
     * A codec for objects of the declared type. An object of a generic type is written as the type is declared, because
     * the object does not know the class of its elements, and so not whether they write their class into the JSON. An
     * object of a plain class is written as the class that it has.
     */
    public PayloadCodec of(Type declared) {
        return declared instanceof ParameterizedType ? new Declared(declared) : this;
    }

    private final class Declared implements PayloadCodec {

        private final Type type;

        Declared(Type type) {
            this.type = type;
        }

        @Override
        public String contentType() {
            return JSON;
        }

        @Override
        public byte[] encode(Object payload) {
            return written(() -> {
                var json = mapper.get();
                return json.writerFor(json.constructType(type)).writeValueAsBytes(payload);
            });
        }

        @Override
        public <T> T decode(byte[] body, Class<T> as) {
            return JsonCodec.this.decode(body, as);
        }
    }

    private interface Writing {
        byte[] run() throws JsonProcessingException;
    }

    private static byte[] written(Writing writing) {
        try {
            return writing.run();
        } catch (JsonProcessingException e) {
            throw new PenstockException.InvalidMessage(problem(e));
        }
    }

    /** The message of a failure without the excerpt of the text, which would quote what was sent. */
    private static String problem(IOException e) {
        return e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
    }
}

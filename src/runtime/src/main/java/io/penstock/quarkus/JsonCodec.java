package io.penstock.quarkus;

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
 * Objects as JSON, by the {@code ObjectMapper} of the application. That is asked for when the first object is sent:
 * what customizes it may be a bean that needs the broker. A codec of the application's own takes the place of this one.
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
     * A codec of what is declared as that type. A generic one is written as it is declared: the objects themselves do
     * not know of which class their elements are, and so whether these say it in their JSON. An object that is declared
     * as a class is written as the class that it is.
     */
    PayloadCodec of(Type declared) {
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

    /** Without the place in the text, which would quote what was sent. */
    private static String problem(IOException e) {
        return e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
    }
}

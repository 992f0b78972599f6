package io.penstock.quarkus.listener;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.penstock.Delivery;
import io.penstock.Message;
import io.penstock.quarkus.listener.ListenerDefinition.Parameter;
import io.penstock.quarkus.listener.ListenerDefinition.ParameterKind;
import io.penstock.quarkus.payload.HeaderReader;

import java.io.IOException;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes the arguments of a listener method from a delivery. The payload of a message without a body is null. */
final class Arguments {

    private final List<Parameter> parameters;
    private final Type payloadType;
    private final ObjectReader json;

    /** What converts headers, by the name of the type. */
    private final Map<String, HeaderReader> headers;

    /** @param payloadType the type that JSON is read into; null if no parameter takes it */
    Arguments(List<Parameter> parameters, Type payloadType, ObjectMapper mapper) {
        this.parameters = parameters;
        this.payloadType = payloadType;
        headers = parameters.stream()
                .filter(parameter -> parameter.kind() == ParameterKind.HEADER_VALUE)
                .map(Parameter::type)
                .distinct()
                .collect(Collectors.toMap(type -> type, HeaderReader::of));
        json = payloadType == null ? null : mapper.readerFor(mapper.constructType(payloadType));
    }

    /**
     * Makes the arguments. Deserializers and constructors of the application may throw anything: whatever it is, the
     * body counts as unreadable.
     */
    Object[] of(Delivery delivery) throws UnreadableBody {
        var arguments = new Object[parameters.size()];
        try {
            for (int i = 0; i < arguments.length; i++) {
                arguments[i] = argument(parameters.get(i), delivery);
            }
        } catch (RuntimeException | Error e) {
            throw unreadable(described(e), e);
        }
        return arguments;
    }

    /** Makes the arguments of a method that takes lists of those of single messages. */
    Object[] lists(List<Object[]> rows) {
        var lists = new Object[parameters.size()];
        for (int i = 0; i < lists.length; i++) {
            int column = i;
            // The list may hold null, for a message without a body or a key.
            lists[i] = Collections.unmodifiableList(
                    Arrays.asList(rows.stream().map(row -> row[column]).toArray()));
        }
        return lists;
    }

    private static String described(Throwable failure) {
        try {
            return failure.toString();
        } catch (RuntimeException | Error e) {
            return failure.getClass().getName();
        }
    }

    private Object argument(Parameter parameter, Delivery delivery) throws UnreadableBody {
        var value = part(parameter, delivery);
        return parameter.isOptional() ? Optional.ofNullable(value) : value;
    }

    private Object part(Parameter parameter, Delivery delivery) throws UnreadableBody {
        var message = delivery.message();
        return switch (parameter.kind()) {
            case TEXT -> message.bodyText();
            case BYTES -> message.body();
            case MESSAGE -> message;
            case DELIVERY -> delivery;
            case JSON -> read(message.body());
            case KEY_TEXT -> message.keyText();
            case KEY_BYTES -> message.key();
            case HEADER_TEXT -> message.headers().get(parameter.header());
            case HEADER_BYTES -> message.headers().bytes(parameter.header());
            case HEADER_VALUE -> converted(parameter, message);
        };
    }

    private Object converted(Parameter parameter, Message message) throws UnreadableBody {
        var name = parameter.header();
        try {
            return headers.get(parameter.type()).read(name, message.headers().get(name));
        } catch (IllegalArgumentException e) {
            throw new UnreadableBody(e.getMessage(), e);
        }
    }

    private Object read(byte[] body) throws UnreadableBody {
        if (body == null) {
            return null;
        }
        try {
            return json.readValue(body);
        } catch (JsonProcessingException e) {
            throw unreadable(e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw unreadable(e.getMessage(), e);
        }
    }

    private UnreadableBody unreadable(String problem, Throwable cause) {
        var type = payloadType == null ? "text" : payloadType.getTypeName();
        return new UnreadableBody("The body cannot be read as " + type + ": " + problem, cause);
    }
}

package io.penstock.server.http.subscription;

import io.penstock.Message;
import io.penstock.server.http.request.Parameter;
import io.penstock.server.http.request.RequestException;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Says what bindings may ask of a message.
 *
 * @param routingKey absent to be routed by the key
 * @param headers absent for none
 */
public record RouteRequest(String key, String keyBase64, String routingKey, Map<String, String> headers) {

    Message to(String exchange) {
        if (key != null && keyBase64 != null) {
            throw RequestException.malformed("Both 'key' and 'keyBase64' are set: use one of them.");
        }
        var message = Message.to(exchange).routingKey(routingKey);
        if (key != null) {
            message.key(key.getBytes(StandardCharsets.UTF_8));
        } else if (keyBase64 != null) {
            message.key(new Parameter("keyBase64", keyBase64).base64());
        }
        if (headers != null) {
            headers.forEach((name, value) -> {
                if (value == null) {
                    throw RequestException.malformed("'headers' has no text for " + name + ": give it one.");
                }
                message.header(name, value);
            });
        }
        return message.build();
    }
}

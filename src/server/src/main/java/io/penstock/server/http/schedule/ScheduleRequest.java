package io.penstock.server.http.schedule;

import io.penstock.Message;
import io.penstock.MisfirePolicy;
import io.penstock.PenstockException;
import io.penstock.Schedule;
import io.penstock.Utf8;
import io.penstock.server.http.request.RequestException;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;

/**
 * Asks for a schedule to be declared. Exactly one of {@code cron} and {@code interval} is needed.
 *
 * @param zone absent for UTC
 * @param key text; or {@code keyBase64}
 * @param body text; or {@code bodyBase64}
 * @param misfire absent for FIRE_ONCE
 */
public record ScheduleRequest(
        String destination,
        String cron,
        String zone,
        Duration interval,
        Instant start,
        Instant end,
        MisfirePolicy misfire,
        String key,
        String keyBase64,
        String body,
        String bodyBase64,
        Map<String, String> headers) {

    Schedule named(String name) {
        if (destination == null) {
            throw RequestException.malformed("'destination' is missing: name the queue or topic to send to.");
        }
        return Schedule.builder(name, message())
                .cron(cron)
                .zone(zoneId())
                .interval(interval)
                .start(start)
                .end(end)
                .misfire(misfire == null ? MisfirePolicy.FIRE_ONCE : misfire)
                .build();
    }

    private Message message() {
        if (body != null && bodyBase64 != null) {
            throw RequestException.malformed("Both 'body' and 'bodyBase64' are given: leave one out.");
        }
        if (key != null && keyBase64 != null) {
            throw RequestException.malformed("Both 'key' and 'keyBase64' are given: leave one out.");
        }
        var message =
                Message.to(destination).key(keyBase64 == null ? utf8("key", key) : decoded("keyBase64", keyBase64));
        if (headers != null) {
            headers.forEach((name, value) -> {
                if (value == null) {
                    throw RequestException.malformed("The header '" + name + "' is null: leave it out.");
                }
                utf8("headers." + name, value);
                message.header(name, value);
            });
        }
        return message.body(bodyBase64 == null ? utf8("body", body) : decoded("bodyBase64", bodyBase64))
                .build();
    }

    /** JSON can write half a character, which UTF-8 cannot: it would be stored as another one. */
    private static byte[] utf8(String field, String text) {
        try {
            return text == null ? null : Utf8.bytes(text, () -> "'" + field + "'");
        } catch (PenstockException.InvalidMessage e) {
            throw RequestException.malformed(e.getMessage());
        }
    }

    private static byte[] decoded(String field, String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw RequestException.malformed("'" + field + "' is no base64: " + e.getMessage() + ".");
        }
    }

    private ZoneId zoneId() {
        try {
            return zone == null ? ZoneOffset.UTC : ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw RequestException.malformed(
                    "'zone' is '" + zone + "': use the name of a time zone, such as Europe/Berlin.");
        }
    }
}

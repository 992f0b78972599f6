package io.penstock.server.http.schedule;

import io.penstock.Message;
import io.penstock.MisfirePolicy;
import io.penstock.Schedule;
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
        var message = Message.to(destination).key(key);
        if (headers != null) {
            headers.forEach((name, value) -> {
                if (value == null) {
                    throw RequestException.malformed("The header '" + name + "' is null: leave it out.");
                }
                message.header(name, value);
            });
        }
        try {
            return (bodyBase64 == null
                            ? message.body(body)
                            : message.body(Base64.getDecoder().decode(bodyBase64)))
                    .build();
        } catch (IllegalArgumentException e) {
            throw RequestException.malformed("'bodyBase64' is no base64: " + e.getMessage() + ".");
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

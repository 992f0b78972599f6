package io.penstock.postgres.outbox;

import io.penstock.Durability;
import io.penstock.Headers;
import io.penstock.Message;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** A message as the columns of a row, and back. */
final class RowFormat {

    /** The columns, in the order of {@link #INSERT}. */
    static final String COLUMNS =
            "destination, message_id, message_key, body, header_names, header_values, routing_key,"
                    + " priority, message_time, deliver_at, expires_at";

    private static final String INSERT =
            "insert into " + OutboxMessage.TABLE + " (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
                    + " coalesce(?, clock_timestamp() + ? * interval '1 millisecond'))";

    private RowFormat() {}

    /** Writes a message, which has an id, as a row. Its time to live begins now, by the clock of the database. */
    static void insert(Connection connection, Message message) throws SQLException {
        try (var statement = connection.prepareStatement(INSERT)) {
            statement.setString(1, message.destination());
            statement.setString(2, message.id());
            statement.setBytes(3, message.key());
            statement.setBytes(4, message.body());
            setHeaders(statement, message.headers());
            statement.setString(7, message.hasRoutingKey() ? message.routingKey() : null);
            statement.setInt(8, message.priority());
            setTime(statement, 9, message.timestamp());
            setTime(statement, 10, message.deliverAt().orElse(null));
            setTime(statement, 11, message.expiresAt().orElse(null));
            setMillis(statement, 12, message.timeToLive());
            statement.executeUpdate();
        }
    }

    private static void setHeaders(PreparedStatement statement, Headers headers) throws SQLException {
        var names = new String[headers.size()];
        var values = new byte[headers.size()][];
        int i = 0;
        for (var header : headers) {
            names[i] = header.name();
            values[i] = header.value();
            i++;
        }
        var connection = statement.getConnection();
        statement.setArray(5, connection.createArrayOf("text", names));
        statement.setArray(6, connection.createArrayOf("bytea", values));
    }

    private static void setMillis(PreparedStatement statement, int index, Optional<Duration> duration)
            throws SQLException {
        if (duration.isPresent()) {
            statement.setLong(index, duration.get().toMillis());
        } else {
            statement.setNull(index, Types.BIGINT);
        }
    }

    private static void setTime(PreparedStatement statement, int index, Instant time) throws SQLException {
        if (time == null) {
            statement.setNull(index, Types.TIMESTAMP_WITH_TIMEZONE);
        } else {
            statement.setObject(index, time.atOffset(ZoneOffset.UTC));
        }
    }

    /** Reads the message of a row. It asks to be forced to the device, since its row is of no more use then. */
    static Message read(ResultSet row) throws SQLException {
        var message = Message.to(row.getString("destination"))
                .id(row.getString("message_id"))
                .key(row.getBytes("message_key"))
                .body(row.getBytes("body"))
                .priority(row.getInt("priority"))
                .timestamp(time(row, "message_time"))
                .deliverAt(time(row, "deliver_at"))
                .expiresAt(time(row, "expires_at"))
                .durability(Durability.SYNC);
        var routingKey = row.getString("routing_key");
        if (routingKey != null) {
            message.routingKey(routingKey);
        }
        var names = (String[]) row.getArray("header_names").getArray();
        var values = (Object[]) row.getArray("header_values").getArray();
        for (int i = 0; i < names.length; i++) {
            message.header(names[i], (byte[]) values[i]);
        }
        return message.build();
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        var time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    /** The text without what PostgreSQL cannot store, and no longer than somebody wants to read. */
    static String storable(String text, int maxChars) {
        var plain = text == null ? "" : text.replace('\0', ' ');
        var shortened = plain.length() > maxChars ? plain.substring(0, maxChars) : plain;
        return new String(shortened.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}

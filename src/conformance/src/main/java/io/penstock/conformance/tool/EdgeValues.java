package io.penstock.conformance.tool;

import io.penstock.Times;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;

/** Values from the edges of every type that callers hand in, and usual ones among them. */
public final class EdgeValues {

    private static final int[] INTS = {
        0,
        1,
        -1,
        2,
        9,
        10,
        20,
        1_000,
        10_000,
        65_535,
        65_536,
        65_537,
        Integer.MIN_VALUE,
        Integer.MIN_VALUE + 1,
        Integer.MAX_VALUE,
        Integer.MAX_VALUE - 1
    };

    private static final long[] LONGS = {
        0,
        1,
        -1,
        2,
        1_000,
        Integer.MAX_VALUE,
        Integer.MAX_VALUE + 1L,
        Integer.MIN_VALUE,
        1L << 53,
        Long.MIN_VALUE,
        Long.MIN_VALUE + 1,
        Long.MAX_VALUE,
        Long.MAX_VALUE - 1
    };

    private static final double[] DOUBLES = {
        1, 2, 0, -1, -0.0, 1.0000001, 1e9, Double.MAX_VALUE, Double.MIN_VALUE, Double.NaN, Double.POSITIVE_INFINITY
    };

    private static final List<Duration> DURATIONS = List.of(
            Duration.ZERO,
            Duration.ofNanos(1),
            Duration.ofNanos(-1),
            Duration.ofNanos(999_999),
            Duration.ofMillis(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(60),
            Duration.ofMinutes(5),
            Duration.ofHours(1),
            Duration.ofDays(7),
            Duration.ofDays(7).plusNanos(1),
            Duration.ofDays(3_660),
            Duration.ofDays(3_660).plusNanos(1),
            Duration.ofDays(36_525),
            Duration.ofDays(36_525).plusNanos(1),
            Duration.ofNanos(Long.MAX_VALUE),
            Duration.ofMillis(Long.MAX_VALUE),
            Duration.ofMillis(Long.MIN_VALUE),
            Duration.ofSeconds(Long.MAX_VALUE),
            Duration.ofSeconds(Long.MAX_VALUE, 999_999_999),
            Duration.ofSeconds(Long.MIN_VALUE));

    private static final List<Instant> INSTANTS = List.of(
            Instant.EPOCH,
            Instant.EPOCH.minusNanos(1),
            Instant.EPOCH.plusNanos(1),
            Instant.MIN,
            Instant.MAX,
            Instant.ofEpochMilli(Long.MAX_VALUE),
            Instant.ofEpochMilli(Long.MIN_VALUE),
            Instant.ofEpochSecond(Integer.MAX_VALUE),
            Instant.parse("9999-12-31T23:59:59.999Z"),
            Instant.parse("9999-12-31T23:59:59.999999999Z"),
            Instant.parse("+10000-01-01T00:00:00Z"));

    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "a",
            "0",
            "-1",
            "9223372036854775808",
            "true",
            "NaN",
            "\0",
            "\n\r",
            "\u001b[31m",
            "\uD800",
            "\uDC00a",
            "\u202Eabc",
            "e\u0301",
            "\uD83D\uDE00",
            "\uFFFF",
            "\u0661\u0662",
            "x".repeat(255),
            "x".repeat(256),
            "\u20AC".repeat(1_024),
            "x".repeat(70_000));

    private static final List<String> NAMES = List.of(
            "",
            ".",
            "..",
            "a",
            "con",
            "a/b",
            "a b",
            "a\0",
            "\uD800",
            "\u00E9",
            "#",
            "*",
            "penstock.temporary.",
            "penstock.temporary.a",
            "a.dlq",
            "b.dlq.dlq",
            "n".repeat(200),
            "n".repeat(201),
            "n".repeat(245),
            "n".repeat(246),
            "n".repeat(249),
            "n".repeat(250));

    private static final List<String> HEADERS = List.of(
            "",
            "a",
            "b",
            "A",
            "penstock-id",
            "penstock-schedule",
            "content-type",
            "JMSPriority",
            "JMSDeliveryMode",
            "JMSTimestamp",
            "JMSExpiration",
            "JMSDeliveryTime",
            "JMSCorrelationID",
            "JMSMessageID",
            "JMSReplyTo",
            "JMSType",
            "JMSRedelivered",
            "JMSXGroupID",
            "JMSXGroupSeq",
            "JMSXDeliveryCount",
            "JMS_",
            "\uD800",
            "h".repeat(255),
            "h".repeat(70_000));

    private static final List<String> FILTERS = List.of(
            "",
            " ",
            "a",
            "a = 'x'",
            "a IS NULL",
            "a = 9223372036854775807",
            "a = 9223372036854775808",
            "a > -9223372036854775808",
            "a = 1e400",
            "a / 0 = 1",
            "0 / 0 = 0 OR TRUE",
            "9223372036854775807 + a > 0",
            "- - - 1 = -1",
            "-(-9223372036854775807 - 1) > 0",
            "a BETWEEN 1 AND 0",
            "a IN ()",
            "a IN (" + "'x',".repeat(2_000) + "'y')",
            "a LIKE '%' ESCAPE '%'",
            "a LIKE '" + "%_".repeat(2_000) + "'",
            "a LIKE '%x%x%x%x%x%x%x%x%y'",
            "JMSPriority = 4",
            "JMSTimestamp > JMSExpiration",
            "JMSDeliveryMode = 'PERSISTENT'",
            "NOT ".repeat(1_000) + "TRUE",
            "(".repeat(1_000) + "TRUE" + ")".repeat(1_000),
            "(".repeat(100_000),
            "a = 'x' OR ".repeat(5_000) + "TRUE",
            "a = '\uD800'",
            "\"",
            "'",
            "\0");

    private static final List<String> PATTERNS =
            List.of("", "#", "*", "#.#", "a.#.b", "...", "#.".repeat(127), "\uD800", "p".repeat(255), "p".repeat(256));

    private static final List<String> ZONES = List.of(
            "UTC",
            "Z",
            "Australia/Lord_Howe",
            "Antarctica/Troll",
            "Pacific/Apia",
            "America/Havana",
            "+18:00",
            "-18:00");

    private static final List<List<String>> CRON = List.of(
            List.of("0", "59", "60", "*", "*/1", "59/59", "58-2", "-1", "0/0", ","),
            List.of("0", "59", "*", "*/7", "55-5", "60", "1,,2", "0-0"),
            List.of("0", "23", "*", "22-2", "24", "*/24", "2147483648"),
            List.of("*", "?", "1", "29", "30", "31", "32", "0", "L", "LW", "W", "1W", "28W", "31W", "L-30", "L-31"),
            List.of("*", "1", "2", "2,4", "12", "13", "0", "NOV-FEB", "FEB", "*/12"),
            List.of("?", "*", "0", "7", "8", "1L", "L", "6#5", "7#5", "1#6", "SAT-SUN", "5-2"),
            List.of("*", "1970", "1969", "2026", "2099", "2100", "9999", "2026-2020", "2024/100"));

    public static final int USUAL_NAMES = 6;

    private final Random random;
    private final InstantSource clock;

    /** One in so many values is from an edge. */
    private final int edges;

    public EdgeValues(Random random, InstantSource clock) {
        this.random = random;
        this.clock = clock;
        edges = 2 + random.nextInt(8);
    }

    public boolean once(int in) {
        return random.nextInt(in) == 0;
    }

    public <T> T of(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    public <T> T of(T[] values) {
        return values[random.nextInt(values.length)];
    }

    /** What is usual is taken more often, or next to nothing would be accepted. */
    private boolean edge() {
        return once(edges);
    }

    public int number() {
        return edge() ? INTS[random.nextInt(INTS.length)] : random.nextInt(10);
    }

    public long large() {
        return edge() ? LONGS[random.nextInt(LONGS.length)] : random.nextInt(200);
    }

    public double factor() {
        return DOUBLES[random.nextInt(DOUBLES.length)];
    }

    public Duration duration() {
        return edge() ? of(DURATIONS) : Duration.ofMillis(1L << random.nextInt(34));
    }

    public Instant instant() {
        return edge() ? of(INSTANTS) : Times.sum(clock.instant(), Duration.ofSeconds(random.nextInt(200) - 100));
    }

    public String text() {
        return edge() ? of(TEXTS) : "x" + random.nextInt(9);
    }

    /** Those of few destinations, so that these get a history. */
    public String name() {
        return edge() ? of(NAMES) : usualName();
    }

    public String usualName() {
        return "d" + random.nextInt(USUAL_NAMES);
    }

    public String header() {
        return edge() ? of(HEADERS) : "a";
    }

    public String filter() {
        return edge() ? of(FILTERS) : "a = 'x" + random.nextInt(9) + "'";
    }

    public String pattern() {
        return of(PATTERNS);
    }

    public ZoneId zone() {
        return ZoneId.of(of(ZONES));
    }

    /** Most have as many fields as they may. */
    public String cron() {
        int fields = once(9) ? random.nextInt(9) : 5 + random.nextInt(3);
        var cron = new StringBuilder();
        for (int i = 0; i < fields; i++) {
            int field = fields == 5 ? i + 1 : Math.min(i, CRON.size() - 1);
            cron.append(once(6) ? of(CRON.get(field)) : field == 3 ? "?" : "*").append(' ');
        }
        return cron.toString();
    }

    public byte[] bytes() {
        return switch (random.nextInt(5)) {
            case 0 -> null;
            case 1 -> new byte[0];
            case 2 -> new byte[] {(byte) 0xC0, (byte) 0xFF};
            case 3 -> new byte[random.nextInt(70_000)];
            default -> new byte[] {(byte) random.nextInt(3)};
        };
    }
}

package io.penstock.broker.schedule;

import io.penstock.Message;
import io.penstock.Schedule;
import io.penstock.broker.entry.StoredSchedule;
import org.junit.jupiter.api.Test;
import org.quartz.CronExpression;

import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.TimeZone;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Six and seven fields mean what they mean to Quartz 2.3.2; later ones pass over whole months with {@code L}. In UTC:
 * what a zone's changes do, Quartz does differently. Days that not every month has are left out with {@code W}, since
 * Quartz finds some of them in the month after; {@link FiringTimesTest} has them.
 */
class QuartzComparisonTest {

    private static final int EXPRESSIONS = Integer.getInteger("penstock.cron", 6_000);
    private static final int FIRINGS = 6;
    private static final List<String> MONTHS =
            List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
    private static final List<String> DAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

    /** One in a few starts there, so that leap years and ends of months are seen. */
    private static final long[] STARTS = {
        Instant.parse("2026-02-27T23:59:59Z").toEpochMilli(),
        Instant.parse("2027-12-31T21:00:00Z").toEpochMilli(),
        Instant.parse("2028-02-28T12:34:56Z").toEpochMilli()
    };

    private final long seed = Long.getLong("penstock.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void shouldFireWhenQuartzDoes() throws ParseException {
        System.out.println("Compares " + EXPRESSIONS + " expressions with Quartz, -Dpenstock.seed=" + seed);
        for (int i = 0; i < EXPRESSIONS; i++) {
            String text = expression();
            long start = random.nextInt(4) == 0
                    ? STARTS[random.nextInt(STARTS.length)]
                    : STARTS[0] + random.nextInt(730 * 86_400) * 1_000L;
            var quartz = new CronExpression(text);
            quartz.setTimeZone(TimeZone.getTimeZone("UTC"));
            assertThat(ours(text, start))
                    .as("'%s' after %s, -Dpenstock.seed=%d", text, Instant.ofEpochMilli(start), seed)
                    .isEqualTo(theirs(quartz, start));
        }
    }

    private static List<Instant> ours(String text, long start) {
        var times =
                FiringTimes.of(Schedule.cron("s", text, Message.to("q").build()).build(), 0);
        var firings = new ArrayList<Instant>();
        long at = times.after(start);
        for (; at != StoredSchedule.NEVER && firings.size() < FIRINGS; at = times.after(at)) {
            firings.add(Instant.ofEpochMilli(at));
        }
        long last = firings.isEmpty() ? start : firings.get(firings.size() - 1).toEpochMilli();
        assertThat(times.between(start, last)).as(text).isEqualTo(firings.size());
        return firings.stream().filter(QuartzComparisonTest::isKnown).toList();
    }

    private static List<Instant> theirs(CronExpression quartz, long start) {
        var firings = new ArrayList<Instant>();
        var at = quartz.getNextValidTimeAfter(new Date(start));
        for (; at != null && firings.size() < FIRINGS; at = quartz.getNextValidTimeAfter(at)) {
            firings.add(at.toInstant());
        }
        return firings.stream().filter(QuartzComparisonTest::isKnown).toList();
    }

    /** Quartz looks no further than a century from today, whatever day that is. */
    private static boolean isKnown(Instant firing) {
        return firing.isBefore(Instant.parse("2099-01-01T00:00:00Z"));
    }

    private String expression() {
        boolean byDay = random.nextBoolean();
        String text = field(0, 59, List.of()) + " " + field(0, 59, List.of()) + " " + field(0, 23, List.of()) + " "
                + (byDay ? day() : "?") + " " + field(1, 12, MONTHS) + " " + (byDay ? "?" : weekday());
        return random.nextInt(8) == 0 ? text + " " + year() : text;
    }

    private String year() {
        int from = 2026 + random.nextInt(4);
        return switch (random.nextInt(4)) {
            case 0 -> "*";
            case 1 -> from + "-" + (from + random.nextInt(5));
            case 2 -> from + "," + (from + 2);
            default -> from + "/" + (1 + random.nextInt(4));
        };
    }

    private String day() {
        return switch (random.nextInt(8)) {
            case 0 -> "L";
            case 1 -> "LW";
            case 2 -> "L-" + (1 + random.nextInt(30));
            case 3, 4 -> 1 + random.nextInt(28) + "W";
            default -> field(1, 31, List.of());
        };
    }

    private String weekday() {
        int day = 1 + random.nextInt(7);
        String name = random.nextBoolean() ? DAYS.get(day - 1) : Integer.toString(day);
        return switch (random.nextInt(6)) {
            case 0 -> name + "L";
            case 1 -> name + "#" + (1 + random.nextInt(5));
            case 2 -> "L";
            default -> field(1, 7, DAYS);
        };
    }

    private String field(int lowest, int highest, List<String> names) {
        if (random.nextInt(4) == 0) {
            return "*";
        }
        var items = new ArrayList<String>();
        for (int left = random.nextInt(3); left >= 0; left--) {
            items.add(item(lowest, highest, names));
        }
        return String.join(",", items);
    }

    private String item(int lowest, int highest, List<String> names) {
        boolean named = !names.isEmpty() && random.nextBoolean();
        String from = value(lowest, highest, named ? names : List.of());
        String to = value(lowest, highest, named ? names : List.of());
        String step = "/" + (1 + random.nextInt(highest));
        return switch (random.nextInt(5)) {
            case 0 -> from + "-" + to;
            case 1 -> named ? from : from + "-" + to + step;
            case 2 -> named ? from : from + step;
            case 3 -> "*" + step;
            default -> from;
        };
    }

    private String value(int lowest, int highest, List<String> names) {
        int value = lowest + random.nextInt(highest - lowest + 1);
        return names.isEmpty() ? Integer.toString(value) : names.get(value - lowest);
    }
}

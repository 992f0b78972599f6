package io.penstock.broker.schedule;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.BitSet;
import java.util.List;

/**
 * Finds the wall-clock times of a cron expression, with five fields as in Unix, or six or seven as in Quartz. It knows
 * no time zone. Immutable.
 */
final class CronExpression {

    private static final int UNIX_FIELDS = 5;
    private static final int MAX_FIELDS = 7;

    /** The number of years after which the calendar repeats itself: what did not happen until then never will. */
    private static final int YEARS_OF_CALENDAR = 400;

    private static final int SECONDS_PER_MINUTE = 60;
    private static final int SECONDS_PER_HOUR = 3_600;

    private final long seconds;
    private final long minutes;
    private final long hours;
    private final long months;
    private final CronDays days;

    /** The years; null for each year. */
    private final BitSet years;

    /** @throws IllegalArgumentException saying what cannot be read */
    CronExpression(String text) {
        String[] fields = text.strip().split("\\s+");
        if (fields.length < UNIX_FIELDS || fields.length > MAX_FIELDS) {
            throw new IllegalArgumentException("it has " + fields.length + " fields");
        }
        boolean unix = fields.length == UNIX_FIELDS;
        int first = unix ? 0 : 1;
        seconds = unix ? 1 : mask(CronField.SECONDS, fields[0]);
        minutes = mask(CronField.MINUTES, fields[first]);
        hours = mask(CronField.HOURS, fields[first + 1]);
        months = mask(CronField.MONTHS, fields[first + 3]);
        days = unix ? CronDays.unix(fields[2], fields[4]) : CronDays.quartz(fields[3], fields[5]);
        years = fields.length < MAX_FIELDS || fields[6].equals("*") ? null : years(fields[6]);
    }

    /** Whether five fields are those of Unix. */
    static String typeOf(String text) {
        return text.strip().split("\\s+").length == UNIX_FIELDS ? "UNIX" : "QUARTZ";
    }

    static List<String> items(CronField field, String text) {
        var items = List.of(text.split(",", -1));
        if (items.contains("")) {
            throw field.wrong(text, "something is missing before or after a comma");
        }
        return items;
    }

    private static long mask(CronField field, String text) {
        var mask = new long[1];
        items(field, text).forEach(item -> field.parse(item, value -> mask[0] |= 1L << value));
        return mask[0];
    }

    private static BitSet years(String text) {
        var years = new BitSet();
        items(CronField.YEARS, text).forEach(item -> CronField.YEARS.parse(item, years::set));
        return years;
    }

    /** Whether it fires in every hour of the days that it means. */
    boolean isHourly() {
        return Long.bitCount(hours) == 24;
    }

    /** The first at or after that time, or null for none. */
    LocalDateTime next(LocalDateTime from) {
        var date = from.toLocalDate();
        int second = ceilSecond(from.toLocalTime());
        second = second >= 0 && matches(date) ? nextSecond(second) : -1;
        if (second >= 0) {
            return at(date, second);
        }
        var later = nextDate(date.plusDays(1));
        return later == null ? null : at(later, nextSecond(0));
    }

    private static LocalDateTime at(LocalDate date, int second) {
        return date.atTime(LocalTime.ofSecondOfDay(second));
    }

    /** The next whole second of the day, or -1 if that is tomorrow. */
    private static int ceilSecond(LocalTime time) {
        int second = time.toSecondOfDay() + (time.getNano() == 0 ? 0 : 1);
        return second < 24 * SECONDS_PER_HOUR ? second : -1;
    }

    private boolean matches(LocalDate date) {
        return (dayMask(date.getYear(), date.getMonthValue()) >> date.getDayOfMonth() & 1) != 0;
    }

    private int dayMask(int year, int month) {
        boolean meant = (months >> month & 1) != 0 && (years == null || year >= 0 && years.get(year));
        return meant ? days.of(year, month) : 0;
    }

    private LocalDate nextDate(LocalDate from) {
        int year = from.getYear();
        int month = from.getMonthValue();
        int firstDay = from.getDayOfMonth();
        for (int left = 12 * YEARS_OF_CALENDAR; left >= 0; left--) {
            int mask = dayMask(year, month) & -1 << firstDay;
            if (mask != 0) {
                return LocalDate.of(year, month, Integer.numberOfTrailingZeros(mask));
            }
            firstDay = 1;
            month = month == 12 ? 1 : month + 1;
            year += month == 1 ? 1 : 0;
        }
        return null;
    }

    /** The first second of the day from that one on, or -1. */
    private int nextSecond(int from) {
        int hour = from / SECONDS_PER_HOUR;
        int minute = from / SECONDS_PER_MINUTE % 60;
        if (has(hours, hour)) {
            if (has(minutes, minute)) {
                int second = firstFrom(seconds, from % SECONDS_PER_MINUTE);
                if (second >= 0) {
                    return from - from % SECONDS_PER_MINUTE + second;
                }
            }
            int later = firstFrom(minutes, minute + 1);
            if (later >= 0) {
                return hour * SECONDS_PER_HOUR + later * SECONDS_PER_MINUTE + firstFrom(seconds, 0);
            }
        }
        int later = firstFrom(hours, hour + 1);
        return later < 0
                ? -1
                : later * SECONDS_PER_HOUR + firstFrom(minutes, 0) * SECONDS_PER_MINUTE + firstFrom(seconds, 0);
    }

    private static boolean has(long mask, int value) {
        return (mask >> value & 1) != 0;
    }

    private static int firstFrom(long mask, int value) {
        long left = mask & -1L << value;
        return left == 0 ? -1 : Long.numberOfTrailingZeros(left);
    }

    /** The number of times from one time on and before the other. */
    long count(LocalDateTime from, LocalDateTime until) {
        if (!from.isBefore(until)) {
            return 0;
        }
        var first = from.toLocalDate();
        var last = until.toLocalDate();
        long inLast = matches(last) ? before(until.toLocalTime()) : 0;
        long beforeFirst = matches(first) ? before(from.toLocalTime()) : 0;
        return inLast - beforeFirst + perDay() * daysBetween(first, last);
    }

    private long perDay() {
        return Long.bitCount(hours) * (long) Long.bitCount(minutes) * Long.bitCount(seconds);
    }

    /** The number of times of a day before that time. */
    private long before(LocalTime time) {
        int end = time.toSecondOfDay() + (time.getNano() == 0 ? 0 : 1);
        int hour = end / SECONDS_PER_HOUR;
        int minute = end / SECONDS_PER_MINUTE % 60;
        long perMinute = Long.bitCount(seconds);
        long count = below(hours, hour) * Long.bitCount(minutes) * perMinute;
        if (has(hours, hour)) {
            count += below(minutes, minute) * perMinute;
            count += has(minutes, minute) ? below(seconds, end % SECONDS_PER_MINUTE) : 0;
        }
        return count;
    }

    private static long below(long mask, int value) {
        return Long.bitCount(mask & ~(-1L << value));
    }

    /** The days that it means from one on and before the other, month by month. */
    private long daysBetween(LocalDate from, LocalDate until) {
        long count = 0;
        for (var month = from.withDayOfMonth(1); month.isBefore(until); month = month.plusMonths(1)) {
            int mask = dayMask(month.getYear(), month.getMonthValue());
            if (month.isBefore(from)) {
                mask &= -1 << from.getDayOfMonth();
            }
            if (month.plusMonths(1).isAfter(until)) {
                mask &= ~(-1 << until.getDayOfMonth());
            }
            count += Integer.bitCount(mask);
        }
        return count;
    }
}

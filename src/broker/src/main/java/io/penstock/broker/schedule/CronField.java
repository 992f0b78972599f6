package io.penstock.broker.schedule;

import java.util.List;
import java.util.Locale;

/**
 * One field of a cron expression that is a set of numbers: {@code *}, {@code 5}, {@code 1-5}, {@code 0/15}, {@code
 * 8-18/2}, several of them with commas between. A range whose end lies before its start goes on past the highest value,
 * as with Quartz: {@code 22-2} are the hours 22, 23, 0, 1 and 2.
 *
 * @param highest the highest value that can be written
 * @param modulus after how many values they begin again; 0 if they do not, as years
 * @param names for numbers, from the lowest on; upper case
 */
record CronField(String name, int lowest, int highest, int modulus, List<String> names) {

    static final CronField SECONDS = new CronField("second", 0, 59, 60, List.of());
    static final CronField MINUTES = new CronField("minute", 0, 59, 60, List.of());
    static final CronField HOURS = new CronField("hour", 0, 23, 24, List.of());
    static final CronField DAYS = new CronField("day of month", 1, 31, 31, List.of());
    static final CronField MONTHS = new CronField(
            "month",
            1,
            12,
            12,
            List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"));

    /** Sunday is 0, and 7 too. */
    static final CronField UNIX_WEEKDAYS =
            new CronField("day of week", 0, 7, 7, List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"));

    /** The days of the week of Quartz, in which Sunday is 1. */
    static final CronField QUARTZ_WEEKDAYS =
            new CronField("day of week", 1, 7, 7, List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"));

    static final CronField YEARS = new CronField("year", 1970, 2099, 0, List.of());

    /** Takes each value of the item, between {@link #lowest} and what that is after a turn less one. */
    void parse(String item, ValueSink values) {
        int slash = item.indexOf('/');
        int step = slash < 0 ? 1 : number(item, item.substring(slash + 1));
        if (step < 1 || step > highest) {
            throw wrong(item, "the step " + step + " is not in range [1, " + highest + "]");
        }
        String range = slash < 0 ? item : item.substring(0, slash);
        int dash = range.indexOf('-');
        int from;
        int to;
        if (range.equals("*") || range.isEmpty() && slash >= 0) {
            from = lowest;
            to = lastOfTurn();
        } else if (dash < 0) {
            from = value(item, range);
            to = slash < 0 ? from : Math.max(from, lastOfTurn());
        } else {
            from = value(item, range.substring(0, dash));
            to = value(item, range.substring(dash + 1));
        }
        if (to < from) {
            if (modulus == 0) {
                throw wrong(item, to + " comes before " + from);
            }
            to += modulus;
        }
        for (int value = from; value <= to; value += step) {
            values.add(modulus == 0 ? value : lowest + (value - lowest) % modulus);
        }
    }

    /** Takes the values of a field. */
    interface ValueSink {
        void add(int value);
    }

    private int lastOfTurn() {
        return modulus == 0 ? highest : lowest + modulus - 1;
    }

    /** A number in range, or a name. */
    int value(String item, String text) {
        int named = names.indexOf(text.toUpperCase(Locale.ROOT));
        if (named >= 0) {
            return lowest + named;
        }
        int value = number(item, text);
        if (value < lowest || value > highest) {
            throw wrong(item, value + " not in range [" + lowest + ", " + highest + "]");
        }
        return value;
    }

    /** Reads a number of few digits, which must be those of ASCII. */
    int number(String item, String text) {
        boolean digits = !text.isEmpty() && text.length() <= 4 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits) {
            throw wrong(item, "'" + text + "' is no " + name + (names.isEmpty() ? "" : " (" + names + ")"));
        }
        return Integer.parseInt(text);
    }

    IllegalArgumentException wrong(String item, String problem) {
        return new IllegalArgumentException("in the field of the " + name + ", '" + item + "': " + problem);
    }
}

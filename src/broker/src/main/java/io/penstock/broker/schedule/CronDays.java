package io.penstock.broker.schedule;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Finds the days of a month that a cron expression means: by day of month and day of week, with those that depend on
 * the month, such as {@code L}, {@code LW}, {@code 15W}, {@code 6L} and {@code 6#3}. Bit 1 of a mask is the first day.
 * Immutable.
 */
final class CronDays {

    /** Finds days that depend on the month. */
    private interface Special {

        /** @return the day, or 0 if the month has none such */
        int dayOf(YearMonth month);
    }

    private final int days;
    private final List<Special> specialDays;
    private final int weekdays;
    private final List<Special> specialWeekdays;
    private final boolean anyDay;
    private final boolean anyWeekday;

    private CronDays(Builder builder, boolean anyDay, boolean anyWeekday) {
        days = builder.days;
        specialDays = List.copyOf(builder.specialDays);
        weekdays = builder.weekdays;
        specialWeekdays = List.copyOf(builder.specialWeekdays);
        this.anyDay = anyDay;
        this.anyWeekday = anyWeekday;
    }

    /** The days as Unix has them: if both fields are restricted, either is enough. */
    static CronDays unix(String dayOfMonth, String dayOfWeek) {
        var builder = new Builder();
        builder.plain(CronField.DAYS, dayOfMonth);
        builder.plain(CronField.UNIX_WEEKDAYS, dayOfWeek);
        return new CronDays(builder, dayOfMonth.equals("*"), dayOfWeek.equals("*"));
    }

    /** The days as Quartz has them: one of the two fields is {@code ?}, or at least {@code *}. */
    static CronDays quartz(String dayOfMonth, String dayOfWeek) {
        boolean anyDay = dayOfMonth.equals("?") || dayOfMonth.equals("*");
        boolean anyWeekday = dayOfWeek.equals("?") || dayOfWeek.equals("*");
        if (!anyDay && !anyWeekday || dayOfMonth.equals("?") && dayOfWeek.equals("?")) {
            throw new IllegalArgumentException("day of month '" + dayOfMonth + "' and day of week '" + dayOfWeek
                    + "': exactly one of the two is '?'");
        }
        var builder = new Builder();
        if (!anyDay) {
            builder.days(dayOfMonth);
        }
        if (!anyWeekday) {
            builder.weekdays(dayOfWeek);
        }
        return new CronDays(builder, anyDay, anyWeekday);
    }

    int of(int year, int month) {
        var yearMonth = YearMonth.of(year, month);
        int all = -1 >>> 32 - yearMonth.lengthOfMonth() << 1;
        if (anyDay && anyWeekday) {
            return all;
        }
        int byDay = anyDay ? 0 : days | mask(specialDays, yearMonth);
        int byWeekday = anyWeekday ? 0 : everyWeek(yearMonth) | mask(specialWeekdays, yearMonth);
        return (byDay | byWeekday) & all;
    }

    private static int mask(List<Special> specials, YearMonth month) {
        int mask = 0;
        for (var special : specials) {
            mask |= 1 << special.dayOf(month);
        }
        return mask;
    }

    private int everyWeek(YearMonth month) {
        if (weekdays == 0) {
            return 0;
        }
        int mask = 0;
        int weekday = sundayIsZero(month.atDay(1));
        for (int day = 1; day <= 31; day++) {
            mask |= (weekdays >> weekday & 1) << day;
            weekday = (weekday + 1) % 7;
        }
        return mask;
    }

    private static int sundayIsZero(LocalDate day) {
        return day.getDayOfWeek().getValue() % 7;
    }

    private static final class Builder {

        private int days;
        private final List<Special> specialDays = new ArrayList<>();
        private int weekdays;
        private final List<Special> specialWeekdays = new ArrayList<>();

        private void plain(CronField field, String text) {
            for (String item : CronExpression.items(field, text)) {
                plainItem(field, item);
            }
        }

        private void plainItem(CronField field, String item) {
            if (field == CronField.DAYS) {
                field.parse(item, value -> days |= 1 << value);
            } else {
                field.parse(item, value -> weekdays |= 1 << value - field.lowest());
            }
        }

        private void days(String text) {
            for (String item : CronExpression.items(CronField.DAYS, text)) {
                String upper = item.toUpperCase(Locale.ROOT);
                boolean toWeekday = upper.length() > 1 && upper.endsWith("W");
                String day = toWeekday ? upper.substring(0, upper.length() - 1) : upper;
                if (day.startsWith("L")) {
                    int before = fromEnd(item, day);
                    specialDays.add(month -> onWeekday(month, month.lengthOfMonth() - before, toWeekday));
                } else if (toWeekday) {
                    int wanted = CronField.DAYS.value(item, day);
                    specialDays.add(month -> onWeekday(month, wanted, true));
                } else {
                    plainItem(CronField.DAYS, item);
                }
            }
        }

        private static int fromEnd(String item, String day) {
            if (day.equals("L")) {
                return 0;
            }
            int before = day.startsWith("L-") ? CronField.DAYS.number(item, day.substring(2)) : 31;
            if (before > 30) {
                throw CronField.DAYS.wrong(item, "use L, or L-1 to L-30");
            }
            return before;
        }

        private void weekdays(String text) {
            var field = CronField.QUARTZ_WEEKDAYS;
            for (String item : CronExpression.items(field, text)) {
                String upper = item.toUpperCase(Locale.ROOT);
                int hash = upper.indexOf('#');
                if (upper.equals("L")) {
                    weekdays |= 1 << 6;
                } else if (hash >= 0) {
                    int weekday = field.value(item, upper.substring(0, hash)) - field.lowest();
                    int count = field.number(item, upper.substring(hash + 1));
                    if (count < 1 || count > 5) {
                        throw field.wrong(item, count + " not in range [1, 5]");
                    }
                    specialWeekdays.add(month -> nth(month, weekday, count));
                } else if (upper.endsWith("L")) {
                    int weekday = field.value(item, upper.substring(0, upper.length() - 1)) - field.lowest();
                    specialWeekdays.add(month -> last(month, weekday));
                } else {
                    plainItem(field, item);
                }
            }
        }
    }

    /** @param toWeekday whether a Saturday or Sunday gives way to the nearest weekday of the same month */
    private static int onWeekday(YearMonth month, int day, boolean toWeekday) {
        int length = month.lengthOfMonth();
        if (day < 1 || day > length) {
            return 0;
        }
        var weekday = month.atDay(day).getDayOfWeek();
        if (!toWeekday || weekday.compareTo(DayOfWeek.FRIDAY) <= 0) {
            return day;
        }
        if (weekday == DayOfWeek.SATURDAY) {
            return day == 1 ? 3 : day - 1;
        }
        return day == length ? day - 2 : day + 1;
    }

    private static int nth(YearMonth month, int weekday, int count) {
        int first = 1 + (weekday - sundayIsZero(month.atDay(1)) + 7) % 7;
        int day = first + 7 * (count - 1);
        return day <= month.lengthOfMonth() ? day : 0;
    }

    private static int last(YearMonth month, int weekday) {
        var end = month.atEndOfMonth();
        return end.getDayOfMonth() - (sundayIsZero(end) - weekday + 7) % 7;
    }
}

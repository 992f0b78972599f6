package io.penstock.broker.schedule;

import io.penstock.Message;
import io.penstock.Schedule;
import io.penstock.broker.entry.StoredSchedule;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is documented of clocks that change, around changes of every zone of the tz database: compared
 * with each wall-clock time looked up by itself.
 */
class ZoneChangesTest {

    private static final Instant FROM = Instant.parse("1970-01-10T00:00:00Z");
    private static final Instant TO = Instant.parse("2036-01-01T00:00:00Z");
    private static final int CHANGES_OF_A_ZONE = 3;
    private static final int HOURS_AROUND = 30;

    private final long seed = Long.getLong("penstock.seed", System.nanoTime());
    private final Random random = new Random(seed);

    private record Minutes(String cron, Set<Integer> minutes, Set<Integer> hours) {}

    private Minutes random() {
        var minutes = some(60, 4);
        var hours = random.nextInt(3) == 0 ? all(24) : some(24, 8);
        return new Minutes(text(minutes) + " " + text(hours) + " * * *", minutes, hours);
    }

    private Set<Integer> some(int below, int atMost) {
        var chosen = new TreeSet<Integer>();
        for (int left = random.nextInt(atMost); left >= 0; left--) {
            chosen.add(random.nextBoolean() ? random.nextInt(below) : random.nextInt(Math.min(below, 5)));
        }
        return chosen;
    }

    private static Set<Integer> all(int below) {
        var all = new TreeSet<Integer>();
        for (int i = 0; i < below; i++) {
            all.add(i);
        }
        return all;
    }

    private static String text(Set<Integer> values) {
        return String.join(",", values.stream().map(String::valueOf).toList());
    }

    @Test
    void shouldFireInEachZoneAsDocumentedWhenItsClockChanges() {
        System.out.println("Clocks of all zones change, -Dpenstock.seed=" + seed);
        var zones = new HashSet<>(ZoneId.getAvailableZoneIds());
        assertThat(zones).contains("Australia/Lord_Howe", "Antarctica/Troll", "America/Havana");
        int changes = 0;
        for (String name : new TreeSet<>(zones)) {
            var zone = ZoneId.of(name);
            var known = changes(zone.getRules());
            for (int i = 0; i < Math.min(CHANGES_OF_A_ZONE, known.size()); i++) {
                compare(zone, known.get(random.nextInt(known.size())), random());
                changes++;
            }
        }
        assertThat(changes).isGreaterThan(500);
    }

    private static List<Instant> changes(ZoneRules rules) {
        var found = new ArrayList<Instant>();
        for (var next = rules.nextTransition(FROM);
                next != null && next.getInstant().isBefore(TO);
                next = rules.nextTransition(next.getInstant())) {
            found.add(next.getInstant());
        }
        return found;
    }

    private void compare(ZoneId zone, Instant change, Minutes minutes) {
        var from = change.minusSeconds(HOURS_AROUND * 3_600);
        var to = change.plusSeconds(HOURS_AROUND * 3_600);
        var schedule = Schedule.cron("s", minutes.cron(), Message.to("q").build())
                .zone(zone)
                .build();
        var times = FiringTimes.of(schedule, 0);
        var fired = new ArrayList<Instant>();
        for (long at = times.after(from.toEpochMilli());
                at != StoredSchedule.NEVER && at <= to.toEpochMilli();
                at = times.after(at)) {
            fired.add(Instant.ofEpochMilli(at));
        }
        String what = zone + " around " + change + ", '" + minutes.cron() + "', -Dpenstock.seed=" + seed;
        assertThat(fired).as(what).isEqualTo(documented(zone.getRules(), from, to, minutes));
        assertThat(times.between(from.toEpochMilli(), to.toEpochMilli()))
                .as(what)
                .isEqualTo(fired.size());
        for (int place = 1; place <= fired.size(); place += 7) {
            assertThat(times.fromLatest(place, from.toEpochMilli(), to.toEpochMilli()))
                    .as(what)
                    .isEqualTo(fired.get(fired.size() - place).toEpochMilli());
        }
    }

    private static List<Instant> documented(ZoneRules rules, Instant from, Instant to, Minutes wanted) {
        boolean hourly = wanted.hours().size() == 24;
        var firings = new TreeSet<Instant>();
        var last = LocalDateTime.ofInstant(to, ZoneOffset.UTC).plusDays(2);
        for (var hour = LocalDateTime.ofInstant(from, ZoneOffset.UTC)
                        .minusDays(2)
                        .truncatedTo(ChronoUnit.HOURS);
                hour.isBefore(last);
                hour = hour.plusHours(1)) {
            if (!wanted.hours().contains(hour.getHour())) {
                continue;
            }
            for (int minute : wanted.minutes()) {
                var time = hour.withMinute(minute);
                var offsets = rules.getValidOffsets(time);
                if (!offsets.isEmpty()) {
                    firings.add(time.toInstant(offsets.get(0)));
                } else if (!hourly) {
                    firings.add(rules.getTransition(time).getInstant());
                }
                if (offsets.size() > 1 && hourly) {
                    firings.add(time.toInstant(offsets.get(1)));
                }
            }
        }
        return List.copyOf(firings.subSet(from, false, to, true));
    }
}

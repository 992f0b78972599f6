package io.penstock.broker.schedule;

import org.jboss.logging.Logger;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

/**
 * Keeps the reasons why schedules do not fire. Each is logged once; any thread reads them without waiting for the one
 * that sends.
 */
public final class ScheduleProblems {

    private static final Logger LOG = Logger.getLogger(ScheduleProblems.class);

    /** Named in one line of health; the API tells of all. */
    private static final int MAX_NAMED = 20;

    private final Map<String, String> reasons = new ConcurrentSkipListMap<>();

    /** @param again what is done about it, for the log */
    void failed(String schedule, String reason, String again) {
        if (reasons.put(schedule, reason) == null) {
            LOG.warnf("Schedule '%s' cannot fire, %s: %s", schedule, again, reason);
        }
    }

    void ended(String schedule) {
        if (!reasons.isEmpty()) {
            reasons.remove(schedule);
        }
    }

    /** The problem of a schedule; null if there is none. */
    String of(String schedule) {
        return reasons.get(schedule);
    }

    /** Describes all problems for a person; null if all is well. */
    public String summary() {
        if (reasons.isEmpty()) {
            return null;
        }
        var named = reasons.entrySet().stream()
                .limit(MAX_NAMED)
                .map(each -> "'" + each.getKey() + "' (" + each.getValue() + ")")
                .collect(Collectors.joining(", "));
        int count = reasons.size();
        return count + " schedule(s) cannot fire, the others do: " + named + (count > MAX_NAMED ? ", and more." : ".");
    }
}

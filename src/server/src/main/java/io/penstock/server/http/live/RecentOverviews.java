package io.penstock.server.http.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.server.http.overview.BrokerOverview;

import java.util.Map;
import java.util.TreeMap;

/**
 * Keeps the overviews of the last minutes as JSON, for streams that come back, or that could not be written to. It is
 * safe for use by any thread.
 */
final class RecentOverviews {

    /** Five minutes of them: for longer, there is the history. */
    static final int MOST = 300;

    private final ObjectMapper json;
    private final TreeMap<Long, Point> points = new TreeMap<>();

    /**
     * An overview as JSON.
     *
     * @param forOthers for those who may not see the whole broker
     */
    record Point(String all, String forOthers) {}

    RecentOverviews(ObjectMapper json) {
        this.json = json;
    }

    /** Adds the one of a second. Those of later seconds are forgotten, since the clock has been set back. */
    synchronized void add(BrokerOverview overview) throws JsonProcessingException {
        long second = overview.time().getEpochSecond();
        points.tailMap(second).clear();
        points.put(second, new Point(json.writeValueAsString(overview), json.writeValueAsString(overview.forOthers())));
        if (points.size() > MOST) {
            points.pollFirstEntry();
        }
    }

    /** Those behind a second, by second. */
    synchronized Map<Long, Point> behind(long second) {
        return new TreeMap<>(points.tailMap(second, false));
    }

    synchronized boolean isEmpty() {
        return points.isEmpty();
    }

    /**
     * The first second of those that are kept.
     *
     * @throws java.util.NoSuchElementException if there is none
     */
    synchronized long first() {
        return points.firstKey();
    }

    /**
     * The last second of those that are kept.
     *
     * @throws java.util.NoSuchElementException if there is none
     */
    synchronized long last() {
        return points.lastKey();
    }
}

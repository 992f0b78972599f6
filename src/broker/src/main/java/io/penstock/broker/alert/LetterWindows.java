package io.penstock.broker.alert;

import io.penstock.DeadLetterAlert;
import io.penstock.broker.entry.EngineBounds;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The windows of all alerts about dead letters. Whoever uses it holds its lock, and so decides on what it counted. */
final class LetterWindows {

    private final Map<AlertKey, LetterWindow> windows = new HashMap<>();
    private int letters;

    void restore(Map<AlertKey, List<Long>> times) {
        times.forEach((key, each) -> put(key, LetterWindow.of(each)));
    }

    private void put(AlertKey key, LetterWindow window) {
        windows.put(key, window);
        letters += window.size();
    }

    /** The letters within the window now. */
    int count(AlertKey key, DeadLetterAlert alert, long nowMillis) {
        var window = windows.get(key);
        if (window == null) {
            return 0;
        }
        letters -= window.size();
        int count = window.count(alert, nowMillis);
        letters += count;
        if (count == 0) {
            windows.remove(key);
        }
        return count;
    }

    /** Counts one more; false if there is no room for it, so that it is not counted. */
    boolean add(AlertKey key, DeadLetterAlert alert, long nowMillis) {
        if (!hasRoom()) {
            return false;
        }
        var window = windows.computeIfAbsent(key, each -> new LetterWindow());
        letters -= window.size();
        window.add(alert, nowMillis);
        letters += window.size();
        return true;
    }

    void remove(AlertKey key) {
        var window = windows.remove(key);
        letters -= window == null ? 0 : window.size();
    }

    boolean hasRoom() {
        return letters < EngineBounds.ALERT_LETTERS;
    }

    boolean isEmpty() {
        return windows.isEmpty();
    }

    List<AlertKey> keys() {
        return List.copyOf(windows.keySet());
    }

    Map<AlertKey, List<Long>> times() {
        return windows.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, each -> each.getValue().times()));
    }
}

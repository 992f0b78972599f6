package io.penstock.broker.alert;

import org.jboss.logging.Logger;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Why rules could not be evaluated when the engine last tried. A reason is logged when it is a new one. Safe for use by
 * any thread.
 */
final class AlertProblems {

    private static final Logger LOG = Logger.getLogger(AlertProblems.class);

    private final Map<String, String> known = new HashMap<>();

    synchronized void found(String rule, Object reason) {
        var text = String.valueOf(reason);
        if (!Objects.equals(known.put(rule, text), text)) {
            LOG.warnf("Alert '%s' cannot be evaluated, and is tried again: %s", rule, text);
        }
    }

    /** A rule was evaluated everywhere, or is gone. */
    synchronized void over(String rule) {
        known.remove(rule);
    }

    synchronized Map<String, String> all() {
        return new TreeMap<>(known);
    }
}

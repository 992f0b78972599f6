package io.penstock.broker.alert;

import io.penstock.AlertCondition;
import io.penstock.AlertRule;
import io.penstock.AlertState;
import io.penstock.AlertStatus;
import io.penstock.DeadLetterAlert;
import org.jspecify.annotations.Nullable;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes what alerts keep as lines of words, and reads it. Names are encoded as in URLs; {@code ~} stands for what
 * there is not.
 *
 * <pre>
 * penstock-alerts 1
 * rule     RULE
 * state    STATUS since:millis value destination subscription RULE
 * waiting  STATUS since:millis value destination subscription RULE
 * letters  name destination subscription millis,millis,…
 * end
 *
 * RULE = name KIND number duration pattern subscription ofSubscription
 * </pre>
 */
final class AlertText {

    private static final String FIRST = "penstock-alerts 1";
    private static final String LAST = "end";
    private static final String NONE = "~";
    private static final int RULE_WORDS = 7;

    private AlertText() {}

    static String write(AlertSnapshot snapshot) {
        var text = new StringBuilder(FIRST).append('\n');
        snapshot.rules().forEach(rule -> line(text, "rule", rule(rule)));
        snapshot.states().forEach(state -> line(text, "state", state(state)));
        snapshot.waiting().forEach(state -> line(text, "waiting", state(state)));
        snapshot.letters()
                .forEach((key, times) -> line(
                        text,
                        "letters",
                        words(key.rule(), key.destination(), key.subscription()) + " "
                                + times.stream().map(String::valueOf).collect(Collectors.joining(","))));
        return text.append(LAST).append('\n').toString();
    }

    private static void line(StringBuilder text, String kind, String rest) {
        text.append(kind).append(' ').append(rest).append('\n');
    }

    private static String state(AlertState state) {
        return state.status() + " " + state.since().toEpochMilli() + " " + state.value() + " "
                + words(state.destination(), state.subscription()) + " " + rule(state.rule());
    }

    private static String rule(AlertRule rule) {
        var condition = rule.condition();
        String what;
        if (condition instanceof AlertCondition.DeadLetters letters) {
            what = "DEAD_LETTERS " + letters.alert().moreThan() + " "
                    + letters.alert().window();
        } else if (condition instanceof AlertCondition.OldestMessage oldest) {
            what = "OLDEST_MESSAGE 0 " + oldest.olderThan();
        } else if (condition instanceof AlertCondition.Lag lag) {
            what = "LAG " + lag.above() + " PT0S";
        } else if (condition instanceof AlertCondition.NoConsumer none) {
            what = "NO_CONSUMER 0 " + none.time();
        } else {
            what = "DISK " + ((AlertCondition.Disk) condition).abovePercent() + " PT0S";
        }
        return words(rule.name()) + " " + what + " " + words(rule.destinations(), rule.subscription()) + " "
                + rule.ofSubscription();
    }

    private static String words(@Nullable String... names) {
        var words = new ArrayList<String>();
        for (var name : names) {
            words.add(name == null ? NONE : URLEncoder.encode(name, StandardCharsets.UTF_8));
        }
        return String.join(" ", words);
    }

    /** @throws RuntimeException if the text is of another version, was written in part, or by somebody else */
    static AlertSnapshot read(String text) {
        var lines = List.of(text.split("\n"));
        if (!lines.get(0).equals(FIRST) || !lines.get(lines.size() - 1).equals(LAST)) {
            throw new IllegalArgumentException("it does not begin with '" + FIRST + "' and end with '" + LAST + "'");
        }
        var rules = new ArrayList<AlertRule>();
        var states = new ArrayList<AlertState>();
        var waiting = new ArrayList<AlertState>();
        var letters = new HashMap<AlertKey, List<Long>>();
        for (var line : lines.subList(1, lines.size() - 1)) {
            var words = List.of(line.split(" ", -1));
            var rest = words.subList(1, words.size());
            switch (words.get(0)) {
                case "rule" -> rules.add(rule(rest));
                case "state" -> states.add(state(rest));
                case "waiting" -> waiting.add(state(rest));
                case "letters" -> letters.put(key(rest), times(rest.get(3)));
                default -> throw new IllegalArgumentException("it has a line '" + words.get(0) + "'");
            }
        }
        return new AlertSnapshot(rules, states, waiting, letters);
    }

    private static AlertKey key(List<String> words) {
        return new AlertKey(name(words.get(0)), optional(words.get(1)), optional(words.get(2)));
    }

    private static List<Long> times(String text) {
        return List.of(text.split(",")).stream().map(Long::valueOf).toList();
    }

    private static AlertState state(List<String> words) {
        return new AlertState(
                rule(words.subList(words.size() - RULE_WORDS, words.size())),
                optional(words.get(3)),
                optional(words.get(4)),
                AlertStatus.valueOf(words.get(0)),
                Instant.ofEpochMilli(Long.parseLong(words.get(1))),
                Long.parseLong(words.get(2)));
    }

    private static AlertRule rule(List<String> words) {
        var name = name(words.get(0));
        var pattern = name(words.get(4));
        var subscription = optional(words.get(5));
        long number = Long.parseLong(words.get(2));
        var time = Duration.parse(words.get(3));
        var condition = condition(words.get(1), number, time);
        if (words.get(6).equals("true")) {
            var alert = ((AlertCondition.DeadLetters) condition).alert();
            return AlertRule.ofSubscription(pattern, String.valueOf(subscription), alert);
        }
        return AlertRule.of(name, condition)
                .destinations(condition instanceof AlertCondition.Disk ? null : pattern)
                .subscription(subscription)
                .build();
    }

    private static AlertCondition condition(String kind, long number, Duration time) {
        return switch (kind) {
            case "DEAD_LETTERS" ->
                new AlertCondition.DeadLetters(
                        DeadLetterAlert.of(Math.toIntExact(number), time).build());
            case "OLDEST_MESSAGE" -> new AlertCondition.OldestMessage(time);
            case "LAG" -> new AlertCondition.Lag(number);
            case "NO_CONSUMER" -> new AlertCondition.NoConsumer(time);
            case "DISK" -> new AlertCondition.Disk(Math.toIntExact(number));
            default -> throw new IllegalArgumentException("it has a rule of the kind '" + kind + "'");
        };
    }

    private static @Nullable String optional(String word) {
        return word.equals(NONE) ? null : name(word);
    }

    private static String name(String word) {
        return URLDecoder.decode(word, StandardCharsets.UTF_8);
    }
}

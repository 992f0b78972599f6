package io.penstock.server.monitoring;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Reads an expression of PromQL as far as its structure goes: brackets, functions, labels, operands and operators, and
 * the metrics that it names.
 */
final class PromQl {

    private static final Set<String> FUNCTIONS =
            Set.of("absent", "increase", "rate", "sum", "min", "max", "avg", "count", "label_values");
    private static final Set<String> GROUPINGS = Set.of("by", "without", "on", "ignoring");
    private static final Set<String> OPERATORS = Set.of("and", "or", "unless");
    private static final Map<Character, Character> CLOSING = Map.of(')', '(', ']', '[', '}', '{');
    private static final Pattern TOKEN =
            Pattern.compile("\\s+|time\\(\\)|[a-zA-Z_:][a-zA-Z0-9_:]*|\"[^\"]*\"|[0-9]+(\\.[0-9]+)?|[0-9]*[smhdwy]"
                    + "|==|!=|>=|<=|=~|!~|[-+*/%><=(){}\\[\\],]");

    /** A call that stands for a number. */
    private static final String NOW = "time()";

    private final Set<String> metrics = new TreeSet<>();
    private final Deque<Character> open = new ArrayDeque<>();

    /** Whether what comes next has to be an operand. */
    private boolean wantsOperand = true;

    private boolean isGrouping;

    private PromQl() {}

    /**
     * The metrics that an expression names.
     *
     * @throws IllegalArgumentException if it cannot be read
     */
    static Set<String> metrics(String expression) {
        var reader = new PromQl();
        var tokens = TOKEN.matcher(expression);
        int at = 0;
        while (at < expression.length()) {
            if (!tokens.find(at) || tokens.start() != at) {
                throw new IllegalArgumentException("'" + expression + "' has something strange at " + at);
            }
            var token = tokens.group();
            at = tokens.end();
            if (!token.isBlank()) {
                reader.read(
                        token,
                        expression,
                        at < expression.length() ? expression.substring(at).strip() : "");
            }
        }
        if (!reader.open.isEmpty() || reader.wantsOperand) {
            throw new IllegalArgumentException("'" + expression + "' ends too early");
        }
        return reader.metrics;
    }

    private void read(String token, String expression, String rest) {
        char first = token.charAt(0);
        if (token.length() == 1 && "({[".indexOf(first) >= 0) {
            open.push(first);
            wantsOperand = first == '(' && !isGrouping;
        } else if (CLOSING.containsKey(first)) {
            if (open.isEmpty() || !open.pop().equals(CLOSING.get(first)) || wantsOperand) {
                throw new IllegalArgumentException("'" + expression + "' has a '" + first + "' that closes nothing");
            }
            // After by (…) the operand is still to come.
            wantsOperand = isGrouping;
            isGrouping = false;
        } else if (!open.isEmpty() && open.peek() != '(' || isGrouping) {
            // A label, its value or a range.
            return;
        } else if (Character.isLetter(first) || first == '_') {
            word(token, expression, rest);
        } else if (Character.isDigit(first)) {
            operand(expression, token);
        } else {
            if (wantsOperand) {
                throw new IllegalArgumentException(
                        "'" + expression + "' has '" + token + "' without what is before it");
            }
            wantsOperand = true;
        }
    }

    private void word(String token, String expression, String rest) {
        if (GROUPINGS.contains(token)) {
            isGrouping = true;
        } else if (OPERATORS.contains(token)) {
            if (wantsOperand) {
                throw new IllegalArgumentException(
                        "'" + expression + "' has '" + token + "' without what is before it");
            }
            wantsOperand = true;
        } else if (FUNCTIONS.contains(token)) {
            if (!rest.startsWith("(") && !rest.startsWith("by") && !rest.startsWith("without")) {
                throw new IllegalArgumentException("'" + expression + "' calls " + token + " with nothing");
            }
        } else if (token.equals(NOW)) {
            operand(expression, token);
        } else {
            operand(expression, token);
            metrics.add(token);
        }
    }

    private void operand(String expression, String token) {
        if (!wantsOperand) {
            throw new IllegalArgumentException("'" + expression + "' has no operator before '" + token + "'");
        }
        wantsOperand = false;
    }
}

package io.penstock.broker.filter;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;

/** Writes a random filter, and works out beside it what it is on {@link #FIELDS}. */
final class RandomFilter {

    /** A piece of a filter, how tightly it binds, and its value: null for unknown. */
    record Piece(String text, int binding, Object value) {
        boolean is(boolean truth) {
            return value != null && (Boolean) value == truth;
        }
    }

    private static final Map<String, Object> VALUES = new HashMap<>();

    static {
        VALUES.put("i0", 0);
        VALUES.put("i3", 3);
        VALUES.put("l5", -5L);
        VALUES.put("d2", 2.5);
        VALUES.put("d0", 0.0);
        VALUES.put("s1", "red");
        VALUES.put("s2", "a%b_c");
        VALUES.put("yes", true);
        VALUES.put("no", false);
    }

    static final Fields FIELDS = VALUES::get;

    private static final List<String> NAMES =
            List.of("i0", "i3", "l5", "d2", "d0", "s1", "s2", "yes", "no", "gone", "lost");
    private static final List<String> WORDS = List.of("red", "a%b_c", "", "it's", "r");
    private static final List<String> PATTERNS = List.of("r%", "%d", "_e_", "%", "a%c", "a!%b!_c", "%!_%", "", "r_d%");
    private static final int OR = 1;
    private static final int AND = 2;
    private static final int NOT = 3;
    private static final int COMPARISON = 4;
    private static final int SUM = 5;
    private static final int PRODUCT = 6;
    private static final int UNARY = 7;
    private static final int ATOM = 8;
    private static final int DEEPEST = 5;

    private final Random random;

    RandomFilter(long seed) {
        random = new Random(seed);
    }

    Piece condition() {
        return condition(0);
    }

    private Piece condition(int depth) {
        return switch (depth > DEEPEST ? 3 + random.nextInt(5) : random.nextInt(8)) {
            case 0 -> {
                var left = condition(depth + 1);
                var right = condition(depth + 1);
                yield new Piece(within(left, OR) + word(" or ") + within(right, OR), OR, or(left.value, right.value));
            }
            case 1 -> {
                var left = condition(depth + 1);
                var right = condition(depth + 1);
                Object value = not(or(not(left.value), not(right.value)));
                yield new Piece(within(left, AND) + word(" and ") + within(right, AND), AND, value);
            }
            case 2 -> {
                var inner = condition(depth + 1);
                yield new Piece(word("not ") + within(inner, NOT), NOT, not(inner.value));
            }
            case 3 -> truth();
            case 4 -> between(depth);
            case 5 -> text();
            default -> comparison(depth);
        };
    }

    private Piece truth() {
        String name = name();
        return switch (random.nextInt(4)) {
            case 0 -> new Piece(word("true"), ATOM, true);
            case 1 -> new Piece(name + word(" is null"), COMPARISON, !VALUES.containsKey(name));
            case 2 -> new Piece(name + word(" is not null"), COMPARISON, VALUES.containsKey(name));
            default -> new Piece(name, ATOM, VALUES.get(name) instanceof Boolean truth ? truth : null);
        };
    }

    private Piece comparison(int depth) {
        boolean order = random.nextBoolean();
        String operator =
                order ? List.of("<", "<=", ">", ">=").get(random.nextInt(4)) : random.nextBoolean() ? "=" : "<>";
        var left = order ? number(depth) : operand(depth);
        var right = order ? number(depth) : alike(left, operand(depth));
        return new Piece(
                within(left, SUM) + space() + operator + space() + within(right, SUM),
                COMPARISON,
                compare(operator, left.value, right.value));
    }

    private Piece between(int depth) {
        var value = number(depth);
        var low = number(depth);
        var high = number(depth);
        boolean negated = random.nextBoolean();
        var above = compare(">=", value.value, low.value);
        var below = compare("<=", value.value, high.value);
        var inside = not(or(not(above), not(below)));
        var outside = or(compare("<", value.value, low.value), compare(">", value.value, high.value));
        return new Piece(
                within(value, SUM)
                        + word(negated ? " not between " : " between ")
                        + within(low, SUM)
                        + word(" and ")
                        + within(high, SUM),
                COMPARISON,
                negated ? outside : inside);
    }

    private Piece text() {
        String name = name();
        var value = VALUES.get(name);
        boolean negated = random.nextBoolean();
        if (random.nextBoolean()) {
            var first = WORDS.get(random.nextInt(WORDS.size()));
            var second = WORDS.get(random.nextInt(WORDS.size()));
            Object in = value == null
                    ? null
                    : (Object) (value instanceof String && (value.equals(first) || value.equals(second)) != negated);
            return new Piece(
                    name + word(negated ? " not in " : " in ") + "(" + quoted(first) + "," + space() + quoted(second)
                            + ")",
                    COMPARISON,
                    in);
        }
        var pattern = PATTERNS.get(random.nextInt(PATTERNS.size()));
        Object like = value == null
                ? null
                : (Object) (value instanceof String text
                        && regex(pattern).matcher(text).matches() != negated);
        return new Piece(
                name + word(negated ? " not like " : " like ") + quoted(pattern) + word(" escape ") + "'!'",
                COMPARISON,
                like);
    }

    private static Pattern regex(String like) {
        var regex = new StringBuilder();
        for (int i = 0; i < like.length(); i++) {
            char c = like.charAt(i);
            if (c == '!') {
                regex.append(Pattern.quote(like.substring(++i, i + 1)));
            } else {
                regex.append(c == '%' ? ".*" : c == '_' ? "." : Pattern.quote(like.substring(i, i + 1)));
            }
        }
        return Pattern.compile(regex.toString());
    }

    /** A name instead of the right one, if the two are known to be of different types: that is an error. */
    private Piece alike(Piece left, Piece right) {
        var one = typeOf(left);
        var other = typeOf(right);
        if (one == null || other == null || one.equals(other)) {
            return right;
        }
        String name = name();
        return new Piece(name, ATOM, VALUES.get(name));
    }

    /** Null for a name, whose type nobody knows. */
    private static String typeOf(Piece piece) {
        if (piece.binding <= COMPARISON || piece.text.matches("(?i)true|false")) {
            return "condition";
        }
        if (piece.text.startsWith("'")) {
            return "string";
        }
        return piece.binding == ATOM && Character.isJavaIdentifierStart(piece.text.charAt(0)) ? null : "number";
    }

    private Piece operand(int depth) {
        return switch (random.nextInt(4)) {
            case 0 -> {
                var word = WORDS.get(random.nextInt(WORDS.size()));
                yield new Piece(quoted(word), ATOM, word);
            }
            case 1 -> {
                // A mere name is a value here, and a condition only where no comparison is around it.
                var condition = condition(depth + 1);
                yield condition.binding == ATOM ? new Piece(word("false"), ATOM, false) : condition;
            }
            default -> number(depth);
        };
    }

    private Piece number(int depth) {
        switch (depth > DEEPEST ? 2 + random.nextInt(2) : random.nextInt(6)) {
            case 0: {
                String operator = random.nextBoolean() ? "+" : "-";
                return calculation(operator, SUM, number(depth + 1), number(depth + 1));
            }
            case 1: {
                String operator = random.nextBoolean() ? "*" : "/";
                return calculation(operator, PRODUCT, number(depth + 1), number(depth + 1));
            }
            case 2: {
                long value = random.nextInt(7);
                return new Piece(random.nextBoolean() ? value + "" : "0x" + value + "L", ATOM, value);
            }
            case 3: {
                double value = random.nextInt(9) / 2.0;
                return new Piece(random.nextBoolean() ? value + "" : value * 10 + "E-1", ATOM, value);
            }
            case 4: {
                var inner = number(depth + 1);
                return new Piece(
                        "-" + space() + within(inner, UNARY), UNARY, calculate("-", zero(inner.value), inner.value));
            }
            default: {
                String name = name();
                return new Piece(name, ATOM, VALUES.get(name));
            }
        }
    }

    /** Of its own sign, so that the negation of 0.0 is -0.0. */
    private static Object zero(Object value) {
        return value instanceof Double ? (Object) (-0.0) : (Object) 0L;
    }

    private Piece calculation(String operator, int binding, Piece left, Piece right) {
        return new Piece(
                within(left, binding) + space() + operator + space() + within(right, binding + 1),
                binding,
                calculate(operator, left.value, right.value));
    }

    private static Object calculate(String operator, Object left, Object right) {
        if (!(left instanceof Number a) || !(right instanceof Number b)) {
            return null;
        }
        if (left instanceof Double || right instanceof Double) {
            double x = a.doubleValue();
            double y = b.doubleValue();
            return operator.equals("+") ? x + y : operator.equals("-") ? x - y : operator.equals("*") ? x * y : x / y;
        }
        long x = a.longValue();
        long y = b.longValue();
        if (operator.equals("/")) {
            return y == 0 ? null : (Object) (x / y);
        }
        return operator.equals("+") ? x + y : operator.equals("-") ? x - y : x * y;
    }

    private static Object compare(String operator, Object left, Object right) {
        if (left == null || right == null) {
            return null;
        }
        boolean equality = operator.equals("=") || operator.equals("<>");
        if (!(left instanceof Number a) || !(right instanceof Number b)) {
            return equality && left.getClass() == right.getClass() && left.equals(right) == operator.equals("=");
        }
        double x = a.doubleValue();
        double y = b.doubleValue();
        return switch (operator) {
            case "=" -> x == y;
            case "<>" -> x != y;
            case "<" -> x < y;
            case "<=" -> x <= y;
            case ">" -> x > y;
            default -> x >= y;
        };
    }

    private static Object or(Object left, Object right) {
        if (Boolean.TRUE.equals(left) || Boolean.TRUE.equals(right)) {
            return true;
        }
        return left == null || right == null ? null : (Object) false;
    }

    private static Object not(Object value) {
        return value == null ? null : (Object) !(Boolean) value;
    }

    /** In parentheses where it must be, and sometimes where it need not. */
    private String within(Piece piece, int binding) {
        return piece.binding < binding || random.nextInt(8) == 0 ? "(" + space() + piece.text + ")" : piece.text;
    }

    private String name() {
        return NAMES.get(random.nextInt(NAMES.size()));
    }

    private String word(String lowerCase) {
        return random.nextBoolean() ? lowerCase : lowerCase.toUpperCase(java.util.Locale.ROOT);
    }

    private String space() {
        return List.of("", " ", "\t", " \n").get(random.nextInt(4));
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "''") + "'";
    }
}

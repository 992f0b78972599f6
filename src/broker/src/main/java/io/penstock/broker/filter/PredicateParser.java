package io.penstock.broker.filter;

import io.penstock.broker.filter.Term.Type;
import io.penstock.broker.filter.Token.Kind;

import java.util.HashSet;

/**
 * The comparison operators that are words:
 *
 * <pre>
 *   predicate = [NOT] BETWEEN sum AND sum
 *             | [NOT] IN "(" string {"," string} ")"
 *             | [NOT] LIKE string [ESCAPE string]
 *             | IS [NOT] NULL
 * </pre>
 */
final class PredicateParser {

    private final Parser parser;

    PredicateParser(Parser parser) {
        this.parser = parser;
    }

    /** Parses a predicate; null if none follows. */
    Term parse(Term left) {
        boolean negated = parser.takeIf(Kind.NOT);
        return switch (parser.token().kind()) {
            case BETWEEN -> between(left, negated);
            case IN -> in(left, negated);
            case LIKE -> like(left, negated);
            default -> {
                if (negated) {
                    throw parser.expected("BETWEEN, IN or LIKE after NOT");
                }
                yield parser.token().kind() == Kind.IS ? isNull(left) : null;
            }
        };
    }

    private Term between(Term left, boolean negated) {
        parser.take();
        var low = parser.sum();
        parser.require(Kind.AND);
        var high = parser.sum();
        parser.requireNumber(left, Kind.BETWEEN.label());
        parser.requireNumber(low, Kind.BETWEEN.label());
        parser.requireNumber(high, Kind.BETWEEN.label());
        return condition(left, new Predicates.Between(left.expression(), low.expression(), high.expression(), negated));
    }

    private Term in(Term left, boolean negated) {
        requireIdentifier(left, Kind.IN);
        parser.take();
        parser.require(Kind.OPEN);
        var texts = new HashSet<String>();
        do {
            texts.add(parser.require(Kind.STRING).text());
        } while (parser.takeIf(Kind.COMMA));
        if (parser.token().kind() != Kind.CLOSE) {
            throw parser.expected("',' or ')'");
        }
        parser.take();
        return condition(left, new Predicates.In(left.expression(), texts, negated));
    }

    private Term like(Term left, boolean negated) {
        requireIdentifier(left, Kind.LIKE);
        parser.take();
        var pattern = parser.require(Kind.STRING);
        if (pattern.text().length() > LikePattern.MAX_CHARS) {
            throw parser.error(pattern.position(), "a pattern has at most " + LikePattern.MAX_CHARS + " characters");
        }
        var compiled = LikePattern.compile(pattern.text(), escape());
        if (compiled == null) {
            throw parser.error(pattern.position(), "the pattern ends with its escape character: nothing is escaped");
        }
        return condition(left, new Predicates.Like(left.expression(), compiled, negated));
    }

    private int escape() {
        if (!parser.takeIf(Kind.ESCAPE)) {
            return LikePattern.NO_ESCAPE;
        }
        var escape = parser.require(Kind.STRING);
        if (escape.text().codePointCount(0, escape.text().length()) != 1) {
            throw parser.error(escape.position(), "expected an escape of exactly one character");
        }
        return escape.text().codePointAt(0);
    }

    private Term isNull(Term left) {
        requireIdentifier(left, Kind.IS);
        parser.take();
        boolean negated = parser.takeIf(Kind.NOT);
        parser.require(Kind.NULL);
        return condition(left, new Predicates.IsNull(left.expression(), negated));
    }

    private void requireIdentifier(Term term, Kind operator) {
        if (term.type() != Type.IDENTIFIER) {
            throw parser.error(
                    term.position(),
                    "expected an identifier before " + operator.label() + ", found "
                            + term.type().label());
        }
    }

    private static Term condition(Term left, Expression expression) {
        return new Term(expression, Type.CONDITION, left.position());
    }
}

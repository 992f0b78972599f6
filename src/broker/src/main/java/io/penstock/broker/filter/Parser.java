package io.penstock.broker.filter;

import io.penstock.PenstockException;
import io.penstock.broker.filter.Arithmetic.Operator;
import io.penstock.broker.filter.Term.Type;
import io.penstock.broker.filter.Token.Kind;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Parses a filter by recursive descent, one method for each level of precedence. Used by one thread, once.
 *
 * <pre>
 *   filter     = or, end
 *   or         = and, {OR and}
 *   and        = not, {AND not}
 *   not        = {NOT}, comparison
 *   comparison = sum, {operator sum | predicate}      predicates: see {@link PredicateParser}
 *   sum        = product, {(+ | -) product}
 *   product    = unary, {(* | /) unary}
 *   unary      = {+ | -}, (literal | identifier | "(" or ")")
 * </pre>
 */
final class Parser {

    /** The depth of parentheses, NOTs, signs and nested comparisons: each costs calls in parsing and evaluating. */
    static final int MAX_DEPTH = 100;

    private static final Map<Kind, Comparison> COMPARISONS = Map.of(
            Kind.EQUAL, Comparison.EQUAL,
            Kind.NOT_EQUAL, Comparison.NOT_EQUAL,
            Kind.LESS, Comparison.LESS,
            Kind.LESS_OR_EQUAL, Comparison.LESS_OR_EQUAL,
            Kind.GREATER, Comparison.GREATER,
            Kind.GREATER_OR_EQUAL, Comparison.GREATER_OR_EQUAL);

    private final Lexer lexer;
    private final PredicateParser predicates = new PredicateParser(this);
    private Token token;
    private int depth;

    private Parser(String text) {
        lexer = new Lexer(text);
        token = lexer.next();
    }

    static Expression parse(String text) {
        var parser = new Parser(text);
        var filter = parser.condition(parser.or());
        if (parser.token.kind() != Kind.END) {
            throw parser.expected("an operator or the end");
        }
        return filter;
    }

    /** The token that is not consumed yet. */
    Token token() {
        return token;
    }

    Token take() {
        var taken = token;
        token = lexer.next();
        return taken;
    }

    boolean takeIf(Kind kind) {
        if (token.kind() != kind) {
            return false;
        }
        take();
        return true;
    }

    Token require(Kind kind) {
        if (token.kind() != kind) {
            throw expected(kind.label());
        }
        return take();
    }

    PenstockException.InvalidFilter expected(String what) {
        return error(token.position(), "expected " + what + ", found " + token.label());
    }

    PenstockException.InvalidFilter error(int position, String expected) {
        return lexer.error(position, expected);
    }

    private Term or() {
        var first = and();
        if (token.kind() != Kind.OR) {
            return first;
        }
        var conditions = new ArrayList<>(List.of(condition(first)));
        while (takeIf(Kind.OR)) {
            conditions.add(condition(and()));
        }
        return new Term(new Logic.Or(conditions.toArray(Expression[]::new)), Type.CONDITION, first.position());
    }

    private Term and() {
        var first = not();
        if (token.kind() != Kind.AND) {
            return first;
        }
        var conditions = new ArrayList<>(List.of(condition(first)));
        while (takeIf(Kind.AND)) {
            conditions.add(condition(not()));
        }
        return new Term(new Logic.And(conditions.toArray(Expression[]::new)), Type.CONDITION, first.position());
    }

    private Term not() {
        if (token.kind() != Kind.NOT) {
            return comparison();
        }
        int position = take().position();
        enter(position);
        var negated = new Term(new Logic.Not(condition(not())), Type.CONDITION, position);
        leave();
        return negated;
    }

    /** Comparisons of comparisons go from left to right; each makes the whole filter deeper. */
    private Term comparison() {
        var left = sum();
        for (int compared = 0; ; compared++) {
            int position = token.position();
            var next = comparison(left);
            if (next == null) {
                return left;
            }
            if (compared > 0) {
                enter(position);
            }
            left = next;
        }
    }

    /** Parses a comparison; null if none follows. */
    private Term comparison(Term left) {
        var operator = COMPARISONS.get(token.kind());
        if (operator == null) {
            return predicates.parse(left);
        }
        var sign = take();
        var right = sum();
        if (operator.isOrder()) {
            requireNumber(left, sign.label());
            requireNumber(right, sign.label());
        } else {
            requireAlike(left, right, sign.label());
        }
        return new Term(
                new Comparison.Of(operator, left.expression(), right.expression()), Type.CONDITION, left.position());
    }

    /** An arithmetic expression, or a string or condition that stands in the place of one. */
    Term sum() {
        var first = product();
        if (token.kind() != Kind.PLUS && token.kind() != Kind.MINUS) {
            return first;
        }
        var chain = new Chain(first);
        while (token.kind() == Kind.PLUS || token.kind() == Kind.MINUS) {
            var sign = take();
            chain.add(sign.kind() == Kind.PLUS ? Operator.ADD : Operator.SUBTRACT, sign, product());
        }
        return chain.term();
    }

    private Term product() {
        var first = unary();
        if (token.kind() != Kind.TIMES && token.kind() != Kind.DIVIDE) {
            return first;
        }
        var chain = new Chain(first);
        while (token.kind() == Kind.TIMES || token.kind() == Kind.DIVIDE) {
            var sign = take();
            chain.add(sign.kind() == Kind.TIMES ? Operator.MULTIPLY : Operator.DIVIDE, sign, unary());
        }
        return chain.term();
    }

    /** Arithmetic operators of one precedence. */
    private final class Chain {

        private final Term first;
        private final List<Operator> operators = new ArrayList<>();
        private final List<Expression> operands = new ArrayList<>();

        Chain(Term first) {
            this.first = first;
            operands.add(first.expression());
        }

        void add(Operator operator, Token sign, Term operand) {
            requireNumber(first, sign.label());
            requireNumber(operand, sign.label());
            operators.add(operator);
            operands.add(operand.expression());
        }

        Term term() {
            var arithmetic = new Arithmetic(operators.toArray(Operator[]::new), operands.toArray(Expression[]::new));
            return new Term(arithmetic, Type.NUMBER, first.position());
        }
    }

    private Term unary() {
        if (token.kind() != Kind.PLUS && token.kind() != Kind.MINUS) {
            return primary();
        }
        var sign = take();
        boolean negative = sign.kind() == Kind.MINUS;
        if (token.kind() == Kind.NUMBER) {
            return number(negative, sign.position());
        }
        enter(sign.position());
        var operand = unary();
        leave();
        requireNumber(operand, sign.label());
        return new Term(new Arithmetic.Sign(negative, operand.expression()), Type.NUMBER, sign.position());
    }

    private Term primary() {
        int position = token.position();
        return switch (token.kind()) {
            case NUMBER -> number(false, position);
            case STRING -> new Term(new Expression.Literal(take().text()), Type.STRING, position);
            case TRUE, FALSE -> new Term(new Expression.Literal(take().kind() == Kind.TRUE), Type.CONDITION, position);
            case IDENTIFIER -> new Term(identifier(), Type.IDENTIFIER, position);
            case OPEN -> {
                take();
                enter(position);
                var inner = or();
                leave();
                require(Kind.CLOSE);
                yield new Term(inner.expression(), inner.type(), position);
            }
            case NULL -> throw error(position, "NULL is no value to compare: use IS NULL or IS NOT NULL");
            default -> throw expected("an identifier, a literal or '('");
        };
    }

    private Term number(boolean negative, int position) {
        var literal = take();
        try {
            var number = NumberLiteral.parse(literal.text(), negative);
            return new Term(new Expression.Literal(number), Type.NUMBER, position);
        } catch (NumberFormatException e) {
            throw error(literal.position(), e.getMessage());
        }
    }

    private Expression identifier() {
        var name = take();
        if (!Identifiers.isAllowed(name.text())) {
            throw error(name.position(), Identifiers.expected(name.text()));
        }
        return new Expression.Identifier(name.text());
    }

    private Expression condition(Term term) {
        if (!term.mayBe(Type.CONDITION)) {
            throw error(
                    term.position(),
                    "expected a condition, found " + term.type().label() + ": compare it with something");
        }
        return term.condition();
    }

    /** Refuses terms that are known to be of different types, because they can never be equal (section 3.8.1.3). */
    private void requireAlike(Term left, Term right, String operator) {
        if (!left.mayBe(right.type()) && right.type() != Type.IDENTIFIER) {
            throw error(
                    right.position(),
                    "expected " + left.type().label() + " or an identifier beside " + operator + ", found "
                            + right.type().label());
        }
    }

    void requireNumber(Term term, String operator) {
        if (!term.mayBe(Type.NUMBER)) {
            throw error(
                    term.position(),
                    "expected a number or an identifier beside " + operator + ", found "
                            + term.type().label());
        }
    }

    private void enter(int position) {
        if (++depth > MAX_DEPTH) {
            throw error(
                    position,
                    "a filter is at most " + MAX_DEPTH + " levels deep: use fewer parentheses, NOTs or signs");
        }
    }

    private void leave() {
        depth--;
    }
}

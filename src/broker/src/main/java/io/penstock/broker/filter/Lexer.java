package io.penstock.broker.filter;

import io.penstock.PenstockException;
import io.penstock.broker.filter.Token.Kind;

import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Cuts a filter into tokens, one at a time. Used by one thread. */
final class Lexer {

    /** Room for lists of some thousand names; a longer filter is slower than sorting the messages when sending. */
    static final int MAX_TEXT_CHARS = 32_768;

    /** The most tokens of a filter: a parsed one needs an object or two for each. */
    static final int MAX_TOKENS = 10_000;

    private static final Map<String, Kind> WORDS = Stream.of(
                    Kind.TRUE,
                    Kind.FALSE,
                    Kind.NULL,
                    Kind.NOT,
                    Kind.AND,
                    Kind.OR,
                    Kind.BETWEEN,
                    Kind.LIKE,
                    Kind.IN,
                    Kind.IS,
                    Kind.ESCAPE)
            .collect(Collectors.toMap(Kind::name, Function.identity()));

    private final String text;
    private int at;
    private int tokens;

    Lexer(String text) {
        this.text = text;
        if (text.length() > MAX_TEXT_CHARS) {
            throw error(
                    MAX_TEXT_CHARS,
                    "a filter has at most " + MAX_TEXT_CHARS + " characters, and this one " + text.length());
        }
    }

    /** Reads the next token; END again and again after the last. */
    Token next() {
        while (at < text.length() && isWhitespace(text.charAt(at))) {
            at++;
        }
        if (at == text.length()) {
            return new Token(Kind.END, "", at);
        }
        if (++tokens > MAX_TOKENS) {
            throw error(at, "a filter has at most " + MAX_TOKENS + " words, literals and signs");
        }
        char c = text.charAt(at);
        if (c == '\'') {
            return string();
        }
        if (isDigit(c) || c == '.' && at + 1 < text.length() && isDigit(text.charAt(at + 1))) {
            return number();
        }
        return Character.isJavaIdentifierStart(text.codePointAt(at)) ? word() : sign(c);
    }

    PenstockException.InvalidFilter error(int position, String expected) {
        return new PenstockException.InvalidFilter(text, position, expected);
    }

    private Token word() {
        int start = at;
        while (at < text.length() && Character.isJavaIdentifierPart(text.codePointAt(at))) {
            at += Character.charCount(text.codePointAt(at));
        }
        String word = text.substring(start, at);
        return new Token(reserved(word), word, start);
    }

    /** Letters of ASCII only: other alphabets have letters whose upper case is one of ours. */
    private static Kind reserved(String word) {
        boolean ascii = word.chars().allMatch(c -> c < 0x80);
        return ascii ? WORDS.getOrDefault(word.toUpperCase(Locale.ROOT), Kind.IDENTIFIER) : Kind.IDENTIFIER;
    }

    private Token string() {
        int start = at++;
        var content = new StringBuilder();
        while (true) {
            int quote = text.indexOf('\'', at);
            if (quote < 0) {
                throw error(start, "this string has no closing quote (a quote within a string is written twice)");
            }
            content.append(text, at, quote);
            at = quote + 1;
            if (at == text.length() || text.charAt(at) != '\'') {
                return new Token(Kind.STRING, content.toString(), start);
            }
            content.append('\'');
            at++;
        }
    }

    /** Reads as far as a number may reach; {@link NumberLiteral} says whether it is one. */
    private Token number() {
        int start = at;
        boolean hexadecimal = text.regionMatches(true, at, "0x", 0, 2);
        while (at < text.length()) {
            char c = text.charAt(at);
            boolean sign = (c == '+' || c == '-') && isExponentMark(text.charAt(at - 1), hexadecimal) && at > start;
            if (c != '.' && !sign && !Character.isJavaIdentifierPart(c)) {
                break;
            }
            at++;
        }
        return new Token(Kind.NUMBER, text.substring(start, at), start);
    }

    private static boolean isExponentMark(char c, boolean hexadecimal) {
        return hexadecimal ? c == 'p' || c == 'P' : c == 'e' || c == 'E';
    }

    private Token sign(char c) {
        int start = at++;
        Kind kind = switch (c) {
            case '(' -> Kind.OPEN;
            case ')' -> Kind.CLOSE;
            case ',' -> Kind.COMMA;
            case '+' -> Kind.PLUS;
            case '-' -> Kind.MINUS;
            case '*' -> Kind.TIMES;
            case '/' -> Kind.DIVIDE;
            case '=' -> Kind.EQUAL;
            case '<' -> follows('=') ? Kind.LESS_OR_EQUAL : follows('>') ? Kind.NOT_EQUAL : Kind.LESS;
            case '>' -> follows('=') ? Kind.GREATER_OR_EQUAL : Kind.GREATER;
            default -> throw error(start, unexpected(start));
        };
        return new Token(kind, text.substring(start, at), start);
    }

    private boolean follows(char c) {
        boolean there = at < text.length() && text.charAt(at) == c;
        at += there ? 1 : 0;
        return there;
    }

    private String unexpected(int position) {
        int character = text.codePointAt(position);
        return switch (character) {
            case '!' -> "there is no '!': unequal is <>, and negation is NOT";
            case '"' -> "there is no '\"': strings are in single quotes";
            default ->
                "the character "
                        + (Character.isISOControl(character) ? "" : "'" + Character.toString(character) + "' ")
                        + String.format(Locale.ROOT, "U+%04X", character) + " has no meaning outside of a string";
        };
    }

    /** White space as the Java language has it. */
    private static boolean isWhitespace(char c) {
        return c == ' ' || c == '\t' || c == '\f' || c == '\n' || c == '\r';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}

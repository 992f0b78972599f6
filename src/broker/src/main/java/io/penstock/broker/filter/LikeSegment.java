package io.penstock.broker.filter;

import java.util.HashMap;
import java.util.Map;

/**
 * A part between two % of a pattern: characters and _. It is searched for by shifting bits (Baeza-Yates and Gonnet):
 * one bit for each of its characters, which is set while the value read last could end there.
 */
final class LikeSegment {

    private final int[] symbols;
    private final int words;

    /** The places of each character; other characters can stand only where _ is. */
    private final Map<Integer, long[]> places = new HashMap<>();

    private final long[] anywhere;

    LikeSegment(int[] symbols) {
        this.symbols = symbols;
        words = (symbols.length + Long.SIZE - 1) / Long.SIZE;
        anywhere = new long[words];
        for (int i = 0; i < symbols.length; i++) {
            if (symbols[i] == LikePattern.ANY_ONE) {
                anywhere[i / Long.SIZE] |= 1L << i;
            }
        }
        for (int symbol : symbols) {
            if (symbol != LikePattern.ANY_ONE && !places.containsKey(symbol)) {
                places.put(symbol, placesOf(symbol));
            }
        }
    }

    private long[] placesOf(int symbol) {
        long[] found = anywhere.clone();
        for (int i = 0; i < symbols.length; i++) {
            if (symbols[i] == symbol) {
                found[i / Long.SIZE] |= 1L << i;
            }
        }
        return found;
    }

    int length() {
        return symbols.length;
    }

    int words() {
        return words;
    }

    /** Whether it has no _. */
    boolean isPlain() {
        for (int symbol : symbols) {
            if (symbol == LikePattern.ANY_ONE) {
                return false;
            }
        }
        return true;
    }

    String text() {
        return new String(symbols, 0, symbols.length);
    }

    boolean isAt(int[] text, int at) {
        if (at + symbols.length > text.length) {
            return false;
        }
        for (int i = 0; i < symbols.length; i++) {
            if (symbols[i] != LikePattern.ANY_ONE && symbols[i] != text[at + i]) {
                return false;
            }
        }
        return true;
    }

    /** The end of the first occurrence between these positions, or -1. */
    int endOfFirst(int[] text, int from, int to) {
        long[] state = new long[words];
        long last = 1L << (symbols.length - 1);
        for (int at = from; at < to; at++) {
            long[] here = places.getOrDefault(text[at], anywhere);
            long carry = 1;
            for (int word = 0; word < words; word++) {
                long next = state[word] >>> (Long.SIZE - 1);
                state[word] = (state[word] << 1 | carry) & here[word];
                carry = next;
            }
            if ((state[words - 1] & last) != 0) {
                return at + 1;
            }
        }
        return -1;
    }
}

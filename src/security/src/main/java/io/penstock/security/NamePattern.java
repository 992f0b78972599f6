package io.penstock.security;

import io.penstock.PenstockException;

import java.util.List;

/**
 * A pattern of destination names. Names consist of words with dots between them; in a pattern, {@code *} stands for one
 * word and {@code #} for any number of words, also for none. Patterns are ordered: the more specific one comes first.
 */
record NamePattern(String text, List<String> words) implements Comparable<NamePattern> {

    private static final String ONE = "*";
    private static final String MANY = "#";

    /** The longest pattern, in characters: as long as the longest name of a destination. */
    private static final int MAX_CHARS = 249;

    static NamePattern of(String text) {
        var words = List.of(text.split("\\.", -1));
        if (text.isEmpty() || text.length() > MAX_CHARS || words.stream().anyMatch(NamePattern::isWrong)) {
            throw new PenstockException.InvalidConfiguration("'" + text + "' is no pattern of destination names: use"
                    + " words with dots between them, * for one word and # for any number of words, in at most "
                    + MAX_CHARS + " characters.");
        }
        return new NamePattern(text, words);
    }

    private static boolean isWrong(String word) {
        return word.isEmpty() || word.length() > 1 && (word.contains(ONE) || word.contains(MANY));
    }

    boolean matches(String name) {
        return covers(List.of(name.split("\\.", -1)));
    }

    /** Whether every name that the other pattern matches is matched by this one. */
    boolean covers(NamePattern other) {
        return covers(other.words);
    }

    /**
     * Walks over the other's words, and keeps for each of ours whether what comes before it can be matched by then. A
     * wildcard of the other is matched by a wildcard alone that is at least as wide.
     */
    private boolean covers(List<String> others) {
        var reached = new boolean[words.size() + 1];
        reached[0] = true;
        skipMany(reached);
        for (var other : others) {
            var next = new boolean[reached.length];
            for (int i = 0; i < words.size(); i++) {
                if (reached[i]) {
                    var word = words.get(i);
                    next[i] |= word.equals(MANY);
                    next[i + 1] |= !other.equals(MANY) && (word.equals(ONE) || word.equals(other));
                }
            }
            skipMany(next);
            reached = next;
        }
        return reached[words.size()];
    }

    private void skipMany(boolean[] reached) {
        for (int i = 0; i < words.size(); i++) {
            reached[i + 1] |= reached[i] && words.get(i).equals(MANY);
        }
    }

    /** Whether there may be a name that both match. */
    boolean overlaps(NamePattern other) {
        int rows = words.size();
        int columns = other.words.size();
        var possible = new boolean[rows + 1][columns + 1];
        for (int i = rows; i >= 0; i--) {
            for (int j = columns; j >= 0; j--) {
                var word = i < rows ? words.get(i) : null;
                var others = j < columns ? other.words.get(j) : null;
                if (word == null && others == null) {
                    possible[i][j] = true;
                    continue;
                }
                possible[i][j] = MANY.equals(word) && (possible[i + 1][j] || others != null && possible[i][j + 1])
                        || MANY.equals(others) && (possible[i][j + 1] || word != null && possible[i + 1][j])
                        || word != null && others != null && areAlike(word, others) && possible[i + 1][j + 1];
            }
        }
        return possible[0][0];
    }

    private static boolean areAlike(String one, String other) {
        return one.equals(other) || one.equals(ONE) || other.equals(ONE);
    }

    @Override
    public int compareTo(NamePattern other) {
        for (int i = 0; i < Math.max(words.size(), other.words.size()); i++) {
            int mine = rank(i);
            int others = other.rank(i);
            if (mine != others) {
                return Integer.compare(mine, others);
            }
        }
        return text.compareTo(other.text);
    }

    /** How specific the word at that place is, 0 for the most: the end, a word, one word, many. */
    private int rank(int at) {
        if (at >= words.size()) {
            return 0;
        }
        return switch (words.get(at)) {
            case MANY -> 3;
            case ONE -> 2;
            default -> 1;
        };
    }

    @Override
    public String toString() {
        return text;
    }
}

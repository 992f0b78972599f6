package io.penstock.broker.routing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Finds values by the patterns that match a key. A pattern has words between dots, where {@code *} is any one word and
 * {@code #} any number of words, none included. Patterns share the nodes of their common beginnings. A key is matched
 * word by word against all nodes that are possible so far, each once, so that the cost is at most words times nodes
 * whatever the patterns are.
 *
 * <p>Filled by one thread; then read by any.
 */
public final class PatternTrie<T> {

    private static final String ANY_WORD = "*";
    private static final String ANY_WORDS = "#";

    private final Node<T> root = new Node<>(false);

    private static final class Node<T> {

        /** Whether it stays possible whatever word comes: the end of a {@code #}. */
        private final boolean isLoop;

        private final Map<String, Node<T>> children = new HashMap<>();
        private final List<T> values = new ArrayList<>();

        private Node(boolean isLoop) {
            this.isLoop = isLoop;
        }
    }

    public void add(String pattern, T value) {
        var node = root;
        for (var word : Words.of(pattern)) {
            // Two # in a row are one.
            if (!(node.isLoop && word.equals(ANY_WORDS))) {
                node = node.children.computeIfAbsent(word, each -> new Node<>(each.equals(ANY_WORDS)));
            }
        }
        node.values.add(value);
    }

    /** Tells the values of all patterns that match, each once for each time it was added. */
    public void match(String key, Consumer<? super T> matching) {
        var possible = new LinkedHashSet<Node<T>>();
        reach(root, possible);
        for (var word : Words.of(key)) {
            var next = new LinkedHashSet<Node<T>>();
            for (var node : possible) {
                if (node.isLoop) {
                    reach(node, next);
                }
                // A key's own * or # is a word like others, and finds no pattern's.
                if (!word.equals(ANY_WORD) && !word.equals(ANY_WORDS)) {
                    reach(node.children.get(word), next);
                }
                reach(node.children.get(ANY_WORD), next);
            }
            possible = next;
        }
        possible.forEach(node -> node.values.forEach(matching));
    }

    /** The node is possible, and so is what follows it without a word. */
    private static <T> void reach(Node<T> node, Set<Node<T>> possible) {
        for (var each = node; each != null && possible.add(each); each = each.children.get(ANY_WORDS)) {
            // On to the # behind it.
        }
    }

    /** Whether one pattern matches one key. */
    public static boolean matches(String pattern, String key) {
        var trie = new PatternTrie<Boolean>();
        trie.add(pattern, true);
        var found = new boolean[1];
        trie.match(key, value -> found[0] = true);
        return found[0];
    }
}

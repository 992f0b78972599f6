package io.penstock.kafka.cells;

import io.penstock.PenstockException;
import io.penstock.TopicRule;
import io.penstock.broker.routing.TopicRules;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Which cell a new destination gets: that of the first pattern that matches its name, or one by the hash of its name. A
 * dead-letter queue with the usual name goes where its queue goes. Immutable.
 */
public final class PlacementRules {

    private static final String DEAD_LETTERS = ".dlq";

    private final List<String> cells;
    private final Map<TopicRule, String> patterns;

    /**
     * Makes the rules.
     *
     * @param cells the names of all cells
     * @param patterns from a pattern of names, such as {@code orders.#}, to the cell; the first that matches counts
     * @throws PenstockException.InvalidConfiguration if a pattern names a cell that there is not
     */
    public PlacementRules(List<String> cells, Map<String, String> patterns) {
        this.cells = List.copyOf(cells);
        var rules = new LinkedHashMap<TopicRule, String>();
        patterns.forEach((pattern, cell) -> {
            if (!cells.contains(cell)) {
                throw new PenstockException.InvalidConfiguration("The pattern '" + pattern
                        + "' places destinations in the cell '" + cell + "': there are " + cells + ".");
            }
            rules.put(TopicRule.of("placement", pattern).build(), cell);
        });
        this.patterns = rules;
    }

    /** The cell that a pattern says, if one matches. */
    Optional<String> byPattern(String name) {
        String root = root(name);
        return patterns.entrySet().stream()
                .filter(each -> TopicRules.covers(each.getKey(), name) || TopicRules.covers(each.getKey(), root))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** The cell that the hash says. */
    String byHash(String name) {
        var hash = new CRC32();
        hash.update(root(name).getBytes(StandardCharsets.UTF_8));
        return cells.get((int) (hash.getValue() % cells.size()));
    }

    private static String root(String name) {
        String rest = name;
        while (rest.endsWith(DEAD_LETTERS) && rest.length() > DEAD_LETTERS.length()) {
            rest = rest.substring(0, rest.length() - DEAD_LETTERS.length());
        }
        return rest;
    }
}

package com.acme.shop.stock;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** How many pieces of each article there are: what all its movements add up to. */
final class Levels {

    private final Map<String, Integer> pieces = new ConcurrentHashMap<>();

    void apply(Movement movement) {
        pieces.merge(movement.article(), movement.pieces(), Integer::sum);
    }

    Map<String, Integer> all() {
        return new TreeMap<>(pieces);
    }
}

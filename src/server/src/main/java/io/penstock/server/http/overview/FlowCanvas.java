package io.penstock.server.http.overview;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes the nodes and edges of a picture for as long as there is room. Not thread-safe. */
final class FlowCanvas {

    /** The bytes of a picture, about: an answer stays below 256 KiB. */
    static final int MAX_BYTES = 200 << 10;

    /** The bytes of a node or an edge without its names. */
    private static final int BYTES_WITHOUT_NAMES = 100;

    /** The most bytes of a character in JSON. Only names of senders and consumers have others than letters. */
    private static final int BYTES_OF_A_STRANGE_CHARACTER = 6;

    private final Map<String, FlowView.Node> nodes = new LinkedHashMap<>();
    private final List<FlowView.Edge> edges = new ArrayList<>();
    private int bytes;
    private boolean isCut;

    /** Whether a node is there, after this was called: it was there, or there is room. */
    boolean add(FlowView.Node node) {
        if (nodes.containsKey(node.id())) {
            return true;
        }
        if (!takes(size(node.id()) + size(node.name()))) {
            return false;
        }
        nodes.put(node.id(), node);
        return true;
    }

    /** Adds an edge if there is room, and both of its ends are there. */
    void connect(String from, String to, String kind, @Nullable Double rate) {
        if (nodes.containsKey(from) && nodes.containsKey(to) && takes(size(from) + size(to))) {
            edges.add(new FlowView.Edge(from, to, kind, rate));
        }
    }

    boolean has(String id) {
        return nodes.containsKey(id);
    }

    /** Something is left out. */
    void cut() {
        isCut = true;
    }

    private boolean takes(int more) {
        if (bytes + more + BYTES_WITHOUT_NAMES > MAX_BYTES) {
            isCut = true;
            return false;
        }
        bytes += more + BYTES_WITHOUT_NAMES;
        return true;
    }

    private static int size(String text) {
        int size = 0;
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            size += each >= ' ' && each < 0x7f && each != '"' && each != '\\' ? 1 : BYTES_OF_A_STRANGE_CHARACTER;
        }
        return size;
    }

    FlowView view() {
        return new FlowView(List.copyOf(nodes.values()), List.copyOf(edges), isCut);
    }
}

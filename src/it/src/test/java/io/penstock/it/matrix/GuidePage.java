package io.penstock.it.matrix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A page that tells a newcomer what to write and to type: its blocks, in order. */
record GuidePage(List<Block> blocks) {

    private static final Pattern BLOCK = Pattern.compile("``` ?(\\w+)\n(.*?)```", Pattern.DOTALL);
    private static final Pattern NAMED = Pattern.compile("(?://|#|<!--) (\\S[^\n]*?)(?: -->)?\n");

    /** A block of code, in a language. */
    record Block(String language, String text) {

        /** The file, or the part of one, that the first line names. */
        Optional<String> name() {
            var name = NAMED.matcher(text);
            return name.lookingAt() ? Optional.of(name.group(1)) : Optional.empty();
        }
    }

    /** A command line, and what the page says that it prints in the end. */
    record Step(String command, String output) {}

    static GuidePage read(Path page) throws IOException {
        var blocks = new ArrayList<Block>();
        var found = BLOCK.matcher(Files.readString(page));
        while (found.find()) {
            blocks.add(new Block(found.group(1), found.group(2)));
        }
        return new GuidePage(blocks);
    }

    /** The block that begins with that name. */
    String named(String name) {
        return blocks.stream()
                .filter(block -> block.name().filter(name::equals).isPresent())
                .map(Block::text)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The page has no block '" + name + "' any more"));
    }

    /** The blocks that are whole files below {@code src}. */
    List<Block> files() {
        return blocks.stream()
                .filter(block ->
                        block.name().filter(name -> name.startsWith("src/")).isPresent())
                .toList();
    }

    List<String> commands() {
        return blocks.stream()
                .filter(block -> block.language().equals("sh"))
                .map(Block::text)
                .toList();
    }

    /** The commands that are followed by their output. */
    List<Step> steps() {
        var steps = new ArrayList<Step>();
        for (int i = 1; i < blocks.size(); i++) {
            if (blocks.get(i).language().equals("text")) {
                steps.add(new Step(blocks.get(i - 1).text(), blocks.get(i).text()));
            }
        }
        return steps;
    }
}

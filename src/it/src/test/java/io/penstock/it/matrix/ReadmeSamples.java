package io.penstock.it.matrix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What the README tells a newcomer to paste: files, each named by its first line, and commands. */
record ReadmeSamples(Map<String, String> files, List<List<String>> commands) {

    private static final Pattern SECTION = Pattern.compile("\n## In your application\n(.*?)\n## ", Pattern.DOTALL);
    private static final Pattern BLOCK = Pattern.compile("```(\\w+)\n(.*?)```", Pattern.DOTALL);
    private static final Pattern NAMED = Pattern.compile("(?://|<!--) (\\S+)(?: -->)?\n");

    static ReadmeSamples read(Path readme) throws IOException {
        var section = SECTION.matcher(Files.readString(readme));
        if (!section.find()) {
            throw new IllegalStateException(readme + " has no section 'In your application' any more");
        }
        var files = new LinkedHashMap<String, String>();
        var commands = new ArrayList<List<String>>();
        var blocks = BLOCK.matcher(section.group(1));
        while (blocks.find()) {
            var text = blocks.group(2);
            if (blocks.group(1).equals("sh")) {
                commands.add(text.lines().toList());
            } else {
                files.put(fileOf(text), text);
            }
        }
        return new ReadmeSamples(files, commands);
    }

    private static String fileOf(String block) {
        var name = NAMED.matcher(block);
        if (!name.lookingAt()) {
            throw new IllegalStateException("A block of the README does not begin with its file's name: " + block);
        }
        return name.group(1);
    }

    void writeTo(Path folder) throws IOException {
        for (var file : files.entrySet()) {
            var target = folder.resolve(file.getKey());
            Files.createDirectories(target.getParent());
            Files.writeString(target, file.getValue());
        }
    }
}

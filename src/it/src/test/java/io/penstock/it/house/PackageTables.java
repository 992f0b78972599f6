package io.penstock.it.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The packages of each module as docs/architecture.md lists them, from the bottom up. */
final class PackageTables {

    private static final Pattern MODULE = Pattern.compile("### `(\\S+)`");
    private static final Pattern PACKAGE = Pattern.compile("\\| `([a-z.]+)` \\|.*");

    private PackageTables() {}

    /** By the module's name, such as {@code src/journal}. Modules of one package have no table. */
    static Map<String, List<String>> read() {
        var tables = new LinkedHashMap<String, List<String>>();
        List<String> table = null;
        try {
            for (var line : Files.readAllLines(Sources.root().resolve("docs/architecture.md"))) {
                var module = MODULE.matcher(line);
                var row = PACKAGE.matcher(line);
                if (line.startsWith("## ")) {
                    table = null;
                } else if (module.matches()) {
                    table = new ArrayList<>();
                    tables.put(module.group(1), table);
                } else if (table != null && row.matches()) {
                    table.add(row.group(1));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return tables;
    }
}

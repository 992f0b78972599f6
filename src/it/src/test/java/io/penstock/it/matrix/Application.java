package io.penstock.it.matrix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** The applications of the matrix: that of the README, and what they have besides. */
enum Application {
    A,
    B(Part.JTA, Part.TESTKIT),
    C(Part.INBOX),
    D(Part.OBSERVED),
    E(Part.REST),
    F(Part.KAFKA),
    G(Part.POOL),
    H(Part.values());

    /** Those that every build tries: the least, the one with a database, and all at once. */
    static final List<Application> USUAL = List.of(A, C, H);

    /** The newer line, which an extension that was built against the long-term line must work on too. */
    private static final String NEWER_LINE = "3.34.1";

    private static final String LINE = "<version>3.33.2</version>";
    private static final String END_OF_MANAGED = "        </dependencies>\n    </dependencyManagement>";
    private static final String END_OF_DEPENDENCIES = "    </dependencies>\n    <build>";

    private final Set<Part> parts = EnumSet.of(Part.BASICS);

    Application(Part... parts) {
        this.parts.addAll(Arrays.asList(parts));
    }

    String folder() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean has(Part part) {
        return parts.contains(part);
    }

    boolean hasHttp() {
        return has(Part.OBSERVED) || has(Part.REST);
    }

    /** What it logs when it has been started. */
    List<String> lines() {
        return parts.stream().flatMap(part -> part.lines().stream()).toList();
    }

    /** Lays its files down: those of the README, with those of its parts. */
    void writeTo(Path folder, ReadmeSamples readme, Path matrix) throws IOException {
        readme.writeTo(folder);
        var managed = new StringBuilder();
        var dependencies = new StringBuilder();
        var settings = new LinkedHashSet<String>();
        for (var part : parts) {
            var source = matrix.resolve(part.folder());
            managed.append(textOf(source.resolve("managed.xml")));
            dependencies.append(textOf(source.resolve("dependencies.xml")));
            textOf(source.resolve("application.properties")).lines().forEach(settings::add);
            copy(source.resolve("src"), folder.resolve("src"));
        }
        var pom = readme.files().get("pom.xml");
        pom = replaced(pom, "<artifactId>shop</artifactId>", "<artifactId>" + folder() + "</artifactId>");
        pom = replaced(pom, END_OF_MANAGED, managed + END_OF_MANAGED);
        pom = replaced(pom, END_OF_DEPENDENCIES, dependencies + END_OF_DEPENDENCIES);
        Files.writeString(folder.resolve("pom.xml"), this == H ? onTheNewerLine(pom) : pom);
        var resources = Files.createDirectories(folder.resolve("src/main/resources"));
        Files.write(resources.resolve("application.properties"), settings);
    }

    /** As applications on the platform write it. */
    private static String onTheNewerLine(String pom) {
        var newer = pom;
        for (var artifact : List.of("quarkus-bom", "quarkus-maven-plugin")) {
            newer = newer.replaceAll(
                    "<groupId>io.quarkus</groupId>(\\s*<artifactId>" + artifact + "<)",
                    "<groupId>io.quarkus.platform</groupId>$1");
        }
        return replaced(newer, LINE, "<version>" + NEWER_LINE + "</version>");
    }

    private static String replaced(String text, String old, String by) {
        if (!text.contains(old)) {
            throw new IllegalStateException("The README's pom.xml has no '" + old + "' any more:\n" + text);
        }
        return text.replace(old, by);
    }

    private static String textOf(Path file) throws IOException {
        return Files.exists(file) ? Files.readString(file) : "";
    }

    private static void copy(Path from, Path to) throws IOException {
        if (!Files.exists(from)) {
            return;
        }
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                var target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}

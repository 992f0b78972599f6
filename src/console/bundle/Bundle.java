import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/**
 * Bundles the console: unpacks the artifacts of the class path, which are packages of npm, has esbuild bundle the scripts
 * and styles of a folder under names that have a hash of their content, and writes the page that names them.
 */
class Bundle {

    /** Where an artifact has the files of its package: {@code …/lit/3.3.1/index.js}. */
    private static final Pattern PACKAGED = Pattern.compile("META-INF/resources/_static/(.+?)/\\d+\\.\\d+\\.\\d+/(.+)");

    private static final Pattern HASHED = Pattern.compile("(main|console)-[A-Z0-9]{8}\\.(js|css)");

    /** As esbuild's own documentation names them: what has them can read the bundle. */
    private static final String BROWSERS = "--target=es2022,chrome110,firefox110,safari16.4";

    public static void main(String[] arguments) throws IOException, InterruptedException {
        var web = Path.of(arguments[0]);
        var target = Path.of(arguments[1]);
        var work = target.resolve("bundle");
        var resources = target.resolve("classes/META-INF/resources");
        delete(work);
        delete(resources);
        copy(web, work);
        var artifacts = System.getProperty("java.class.path").split(System.getProperty("path.separator"));
        for (var artifact : artifacts) {
            if (artifact.contains("mvnpm")) {
                unpack(Path.of(artifact), work.resolve("node_modules"));
            }
        }
        run(esbuild(work), work, resources.resolve("console"));
        writePage(work.resolve("index.html"), resources);
        Files.copy(work.resolve("icon.svg"), resources.resolve("console/icon.svg"));
    }

    private static void unpack(Path artifact, Path modules) throws IOException {
        try (var zip = new ZipFile(artifact.toFile())) {
            for (var entries = zip.entries(); entries.hasMoreElements(); ) {
                var entry = entries.nextElement();
                var packaged = PACKAGED.matcher(entry.getName());
                if (!entry.isDirectory() && packaged.matches()) {
                    var file = modules.resolve(moduleName(packaged.group(1))).resolve(packaged.group(2)).normalize();
                    if (!file.startsWith(modules)) {
                        throw new IOException(artifact + " has a file outside its package: " + entry.getName());
                    }
                    Files.createDirectories(file.getParent());
                    try (var content = zip.getInputStream(entry)) {
                        Files.copy(content, file);
                    }
                }
            }
        }
    }

    /** The scope is no part of the folder in an artifact, but it is of the name that scripts import. */
    private static String moduleName(String folder) {
        return folder.equals("reactive-element") ? "@lit/reactive-element" : folder;
    }

    private static Path esbuild(Path work) throws IOException {
        try (Stream<Path> files = Files.walk(work.resolve("node_modules"))) {
            var program = files.filter(file -> file.getFileName().toString().matches("esbuild(\\.exe)?"))
                    .filter(Files::isRegularFile)
                    .findFirst()
                    .orElseThrow(() -> new IOException("There is no esbuild for this platform: "
                            + System.getProperty("os.name") + " " + System.getProperty("os.arch")
                            + " needs a profile in the pom of the console."));
            program.toFile().setExecutable(true);
            return program;
        }
    }

    private static void run(Path esbuild, Path work, Path output) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(esbuild.toString(), "main.js", "console.css"));
        command.addAll(Arrays.asList(
                "--bundle",
                "--minify",
                "--format=esm",
                "--splitting",
                BROWSERS,
                "--legal-comments=none", // They are in NOTICE.
                "--entry-names=[name]-[hash]",
                "--chunk-names=[name]-[hash]",
                "--log-level=warning",
                "--outdir=" + output));
        int status = new ProcessBuilder(command).directory(work.toFile()).inheritIO().start().waitFor();
        if (status != 0) {
            throw new IOException("esbuild failed with status " + status + "; it says above why.");
        }
    }

    private static void writePage(Path template, Path resources) throws IOException {
        var page = Files.readString(template, StandardCharsets.UTF_8);
        try (Stream<Path> files = Files.list(resources.resolve("console"))) {
            for (var file : (Iterable<Path>) files.map(Path::getFileName)::iterator) {
                var hashed = HASHED.matcher(file.toString());
                if (hashed.matches()) {
                    page = page.replace("{" + hashed.group(1) + "." + hashed.group(2) + "}", "console/" + file);
                }
            }
        }
        if (page.contains("{main.js}") || page.contains("{console.css}")) {
            throw new IOException("esbuild has not written what " + template.getFileName() + " names.");
        }
        Files.writeString(resources.resolve("index.html"), page, StandardCharsets.UTF_8);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (var file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                var copy = to.resolve(from.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}

package io.penstock.it.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import org.junit.jupiter.api.Assumptions;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** Renders the manifests as an operator would. */
final class Kustomize {

    private static final Path OVERLAYS = Path.of("../../k8s/overlays");
    private static final Path MONITORING = Path.of("../../k8s/monitoring");
    private static final Map<Path, List<JsonNode>> RENDERED = new ConcurrentHashMap<>();
    private static final int TIMEOUT_SECONDS = 180;

    private Kustomize() {}

    /** Skips the tests that need it where it is missing, but not where everything has to be checked. */
    static void require() {
        if (!isInstalled()) {
            var missing = "kubectl 1.27 or newer is not in the PATH, so the manifests are not checked: install it"
                    + " (https://kubernetes.io/docs/tasks/tools)";
            assertThat(System.getenv("CI")).as(missing).isNotEqualTo("true");
            Assumptions.abort(missing);
        }
    }

    private static boolean isInstalled() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "kubectl")));
    }

    /** The objects of an overlay, as JSON. */
    static List<JsonNode> render(String overlay) throws IOException, InterruptedException {
        return renderDirectory(OVERLAYS.resolve(overlay));
    }

    static List<JsonNode> renderMonitoring() throws IOException, InterruptedException {
        return renderDirectory(MONITORING);
    }

    /** Each is rendered once; callers may change what they get. */
    private static List<JsonNode> renderDirectory(Path directory) throws IOException, InterruptedException {
        var rendered = RENDERED.get(directory);
        if (rendered == null) {
            rendered = run(directory);
            RENDERED.put(directory, rendered);
        }
        return rendered.stream().<JsonNode>map(JsonNode::deepCopy).toList();
    }

    private static List<JsonNode> run(Path directory) throws IOException, InterruptedException {
        Path errors = Files.createTempFile("kustomize-", ".log");
        var process = new ProcessBuilder("kubectl", "kustomize", directory.toString())
                .redirectError(errors.toFile())
                .start();
        try (InputStream manifests = process.getInputStream()) {
            var yaml = new YAMLMapper();
            var resources = yaml.readerFor(JsonNode.class)
                    .<JsonNode>readValues(manifests)
                    .readAll();
            assertThat(process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
            return resources;
        } finally {
            process.destroyForcibly();
            Files.delete(errors);
        }
    }
}

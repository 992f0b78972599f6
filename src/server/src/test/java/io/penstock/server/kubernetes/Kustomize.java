package io.penstock.server.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** Renders the manifests as an operator would. */
final class Kustomize {

    private static final Path OVERLAYS = Path.of("../../k8s/overlays");
    private static final int TIMEOUT_SECONDS = 180;

    private Kustomize() {}

    static boolean isInstalled() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "kubectl")));
    }

    static List<JsonNode> render(String overlay) throws IOException, InterruptedException {
        Path errors = Files.createTempFile("kustomize-", ".log");
        var process = new ProcessBuilder(
                        "kubectl", "kustomize", OVERLAYS.resolve(overlay).toString())
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

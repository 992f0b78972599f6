package io.penstock.it.matrix;

import io.penstock.it.matrix.GuidePage.Step;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The page "Getting started", followed line by line: its files in the README's project build, pass their test and run
 * in dev mode, and each command prints what the page says.
 */
class GettingStartedIT {

    private static final Jdk JDK = Jdk.ofThisBuild();
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final String BUILD = "./mvnw package\n";
    private static final String START = "./mvnw quarkus:dev\n";
    private static final String PORT = "8080";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path folder;

    private static Workplace workplace;
    private static GuidePage page;

    @BeforeAll
    static void openWorkplace() throws IOException {
        workplace = Workplace.open();
        page = GuidePage.read(workplace.sources().resolve("docs/getting-started.md"));
    }

    @Test
    void shouldWorkAsItIsWritten() throws IOException, InterruptedException {
        var shop = folder.resolve("shop");
        workplace.copyWrapperTo(shop);
        Files.writeString(shop.resolve("pom.xml"), pom());
        for (var file : page.files()) {
            var target = shop.resolve(file.name().orElseThrow());
            Files.createDirectories(target.getParent());
            Files.writeString(target, file.text());
        }
        assertThat(page.commands()).startsWith(BUILD, START);

        try (var build = shell("getting-started-build", shop, BUILD)) {
            assertThat(build.awaitEnd()).as(build::endOfLog).isZero();
            assertThat(build.text()).contains("Tests run: 1, Failures: 0");
        }
        int port = freePort();
        var start = "exec " + START.strip() + " -Ddebug=false -Dquarkus.http.port=" + port;
        try (var application = shell("getting-started-dev", shop, start)) {
            application.awaitLines(List.of("Live Coding activated"));
            assertThat(page.steps()).isNotEmpty();
            for (int i = 0; i < page.steps().size(); i++) {
                follow(page.steps().get(i), "getting-started-step-" + i, port, application);
            }
            application.awaitLines(List.of("Invoice for Ada", "Invoice for Bob"));
            application.type("q\n");
            assertThat(application.awaitEnd()).as(application::endOfLog).isZero();
        }
    }

    /** The README's project, with the dependencies of the page in place of its own. */
    private static String pom() {
        var readme = workplace.readme().files().get("pom.xml");
        assertThat(readme.replaceAll("\\s", ""))
                .as("the README's pom.xml manages what the page does")
                .contains(withoutName(page.named("pom.xml: managed")).replaceAll("\\s", ""));
        var dependencies = withoutName(page.named("pom.xml: dependencies"));
        var pom = readme.replaceFirst(
                "(?s)(</dependencyManagement>\\s*<dependencies>).*?(</dependencies>)",
                "$1" + Matcher.quoteReplacement(dependencies) + "$2");
        assertThat(pom).contains(dependencies);
        return pom;
    }

    private static String withoutName(String block) {
        return block.substring(block.indexOf('\n') + 1);
    }

    /** A question is asked again until it is answered as the page says; what is asked for by POST is done once. */
    private static void follow(Step step, String name, int port, LoggedProcess application)
            throws IOException, InterruptedException {
        var command = step.command().replace("localhost:" + PORT, "127.0.0.1:" + port);
        boolean isQuestion = !command.contains(" -d ") && !command.contains("-X POST");
        if (!isQuestion) {
            assertThat(output(name, command)).as(application::endOfLog).isEqualTo(step.output());
            return;
        }
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(output(name, command))
                        .as(application::endOfLog)
                        .isEqualTo(step.output()));
    }

    private static String output(String name, String command) throws IOException, InterruptedException {
        try (var process = shell(name, folder, command)) {
            process.awaitEnd();
            return process.text();
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static LoggedProcess shell(String name, Path directory, String commands) throws IOException {
        return workplace.maven().start(name, directory, JDK, List.of("sh", "-eu", "-c", commands));
    }
}

package io.penstock.it.matrix;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** The README's lines, pasted into an empty folder: they work as they stand. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReadmeIT {

    private static final Jdk JDK = Jdk.ofThisBuild();

    /** What this line does has been done by {@link UserRepository}: in here it would build what is being built. */
    private static final String INSTALL = "./mvnw install -DskipTests";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path folder;

    private static Workplace workplace;
    private static ReadmeSamples readme;
    private static Path shop;

    @BeforeAll
    static void openWorkplace() throws IOException {
        workplace = Workplace.open();
        readme = workplace.readme();
        shop = folder.resolve("shop");
        workplace.copyWrapperTo(folder.resolve("penstock"));
    }

    @Test
    @Order(1)
    void shouldBuildAndRun() throws IOException, InterruptedException {
        assertThat(readme.files()).containsOnlyKeys("pom.xml", "src/main/java/shop/Orders.java");
        assertThat(readme.commands()).hasSize(2);
        var preparation = new ArrayList<>(readme.commands().get(0));
        assertThat(preparation.remove(0)).isEqualTo(INSTALL);
        run("readme-preparation", folder.resolve("penstock"), preparation);
        readme.writeTo(shop);

        var last = new ArrayList<>(readme.commands().get(1));
        var start = last.remove(last.size() - 1);
        run("readme-build", shop, last);

        try (var application = shell("readme-run", shop, List.of("exec " + start))) {
            application.awaitLines(List.of("Packing a book", "Installed features"));
            application.stop();
        }
    }

    @Test
    @Order(2)
    void shouldAnswerAnewInDevModeWhenItIsEdited() throws IOException, InterruptedException {
        var orders = shop.resolve("src/main/java/shop/Orders.java");
        try (var application = shell("readme-dev", shop, List.of("./mvnw quarkus:dev -Ddebug=false"))) {
            application.awaitLines(List.of("Packing a book", "Live Coding activated"));
            Files.writeString(orders, Files.readString(orders).replace("Packing %s", "Wrapping %s"));
            application.type("s\n");
            application.awaitLines(List.of("Wrapping a book"));
            application.type("q\n");
            assertThat(application.awaitEnd()).as(application::endOfLog).isZero();
        }
    }

    private static void run(String name, Path directory, List<String> commands)
            throws IOException, InterruptedException {
        try (var process = shell(name, directory, commands)) {
            assertThat(process.awaitEnd()).as(process::endOfLog).isZero();
        }
    }

    private static LoggedProcess shell(String name, Path directory, List<String> commands) throws IOException {
        var lines = String.join("\n", commands);
        return workplace.maven().start(name, directory, JDK, List.of("sh", "-eu", "-c", lines));
    }
}

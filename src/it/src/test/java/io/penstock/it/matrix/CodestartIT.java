package io.penstock.it.matrix;

import io.quarkus.devtools.codestarts.quarkus.QuarkusCodestartCatalog.Language;
import io.quarkus.devtools.testing.codestarts.QuarkusCodestartTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** What the tools of Quarkus put into a new project that asks for the extension: it builds and runs. */
class CodestartIT {

    private static final Jdk JDK = Jdk.ofThisBuild();
    private static final String REPOSITORY = "maven.repo.local";
    private static final String REPOSITORY_BEFORE = System.getProperty(REPOSITORY);
    private static final Workplace WORKPLACE = open();

    @RegisterExtension
    static final QuarkusCodestartTest CODESTART = QuarkusCodestartTest.builder()
            .languages(Language.JAVA)
            .setupStandaloneExtensionTest("io.penstock:quarkus-penstock")
            .build();

    /** The tools look for the codestart in the repository that has what this build has made. */
    private static Workplace open() {
        try {
            var workplace = Workplace.open();
            System.setProperty(REPOSITORY, workplace.maven().repository().toString());
            return workplace;
        } catch (IOException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @AfterAll
    static void restoreRepository() {
        if (REPOSITORY_BEFORE == null) {
            System.clearProperty(REPOSITORY);
        } else {
            System.setProperty(REPOSITORY, REPOSITORY_BEFORE);
        }
    }

    @Test
    void shouldMakeAProjectThatHandlesAMessage() throws IOException, InterruptedException {
        var project = CODESTART.getProjectWithRealDataDir(Language.JAVA);
        assertThat(Files.readString(project.resolve("pom.xml"))).contains("<artifactId>quarkus-penstock</artifactId>");
        var maven = WORKPLACE.sources().resolve("mvnw").toString();
        try (var build = WORKPLACE.maven().start("codestart-build", project, JDK, List.of(maven, "package"))) {
            assertThat(build.awaitEnd()).as(build::endOfLog).isZero();
        }
        var start = List.of(JDK.java(), "-jar", "target/quarkus-app/quarkus-run.jar");
        try (var application = WORKPLACE.maven().start("codestart-run", project, JDK, start)) {
            application.awaitLines(List.of("Hello Penstock", "Installed features"));
            assertThat(application.stop()).as(application::endOfLog).isEqualTo(143);
        }
    }
}

package io.penstock.server.cli;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** The launcher in a repository of its own, whose path has a space, with a Java and a Maven that say what they do. */
class LauncherTest {

    private static final Path LAUNCHER = Path.of("..", "..", "penstock");

    /** Whoever builds is told of modules, and of nothing else. */
    private static final String MAVEN = """
            #!/bin/sh
            echo "$@" >>"$(dirname "$0")/maven.txt"
            echo '[INFO] Scanning for projects...'
            echo '[INFO] Building Penstock 1.2.3-SNAPSHOT                                       [1/2]'
            echo 'Nov 29, 2026 9:32:19 AM some.Processor log' >&2
            echo '[INFO] Building Penstock · Server 1.2.3-SNAPSHOT                              [2/2]'
            [ ! -f "$(dirname "$0")/broken" ] || {
                echo '[ERROR] COMPILATION ERROR :'
                echo '[ERROR] Orders.java:[1,1] missing ;'
                exit 1
            }
            mkdir -p "$(dirname "$0")/src/server/target/quarkus-app"
            echo built >"$(dirname "$0")/src/server/target/quarkus-app/quarkus-run.jar"
            """;

    @TempDir
    Path directory;

    private Path home;
    private Path jar;
    private Path link;

    @BeforeEach
    void makeRepository() throws IOException {
        home = Files.createDirectory(directory.resolve("my work"));
        jar = home.resolve("src/server/target/quarkus-app/quarkus-run.jar");
        link = home.resolve("target/launcher/building");
        Files.copy(LAUNCHER, home.resolve("penstock"));
        executable(home.resolve("mvnw"), MAVEN);
        java("17.0.2", "jdk.compiler@17.0.2");
        write("pom.xml");
        write("deployment/src/main/java/Step.java");
        write("src/broker/src/main/java/Broker.java");
        write("src/broker/src/test/java/BrokerTest.java");
        write("src/it/src/main/java/It.java");
    }

    private void java(String version, String modules) throws IOException {
        executable(directory.resolve("jdk/bin/java"), """
                #!/bin/sh
                case $1 in
                    -version) echo 'openjdk version "VERSION" 2022-01-18' >&2 ;;
                    --list-modules) echo 'java.base@17'; echo 'MODULES' ;;
                    *) echo "running: $*" ;;
                esac
                """.replace("VERSION", version)
                .replace("MODULES", modules));
    }

    private static void executable(Path file, String script) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, script);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    /** Older than whatever is built. */
    private void write(String file) throws IOException {
        var path = home.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, "");
        Files.setLastModifiedTime(path, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
    }

    private void edit(String file) throws IOException {
        write(file);
        var built = Files.getLastModifiedTime(jar).toInstant();
        Files.setLastModifiedTime(home.resolve(file), FileTime.from(built.plusSeconds(60)));
    }

    private ProcessBuilder command(Path launcher, String... arguments) {
        var command = new ArrayList<>(List.of("sh", launcher.toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", directory.resolve("jdk").toString());
        builder.environment().remove("PENSTOCK_BUILD");
        builder.environment().remove("PENSTOCK_JAVA_OPTS");
        return builder;
    }

    private List<String> run(int status, ProcessBuilder command) throws Exception {
        var output = Files.createTempFile(directory, "output", ".txt");
        var process = command.redirectOutput(output.toFile()).start();
        assertThat(process.waitFor(180, TimeUnit.SECONDS)).as("ends").isTrue();
        assertThat(process.exitValue()).as(Files.readString(output)).isEqualTo(status);
        return Files.readAllLines(output);
    }

    private List<String> run(String... arguments) throws Exception {
        return run(0, command(home.resolve("penstock"), arguments));
    }

    private int builds() throws IOException {
        var calls = home.resolve("maven.txt");
        return Files.exists(calls) ? Files.readAllLines(calls).size() : 0;
    }

    private String running(String arguments) {
        return "running: -Dio.penstock.bench.peers=" + home.resolve("src/bench/peers/target/peers") + " -jar " + jar
                + " " + arguments;
    }

    @Test
    void shouldBuildWhatIsMissingAndShowTheModulesAlone() throws Exception {
        assertThat(run("start", "--data", "my data"))
                .containsExactly(
                        "penstock: building the server first: that takes a minute or two, and more if libraries have to"
                                + " be fetched.",
                        "penstock: building [1/2] Penstock",
                        "penstock: building [2/2] Penstock · Server",
                        running("start --data my data"));
        assertThat(home.resolve("maven.txt"))
                .content()
                .contains("-P launcher package -pl src/server -am")
                .doesNotContain("test");
        assertThat(home.resolve("target/launcher/build.log")).content().contains("some.Processor");
    }

    @Test
    void shouldBuildAndRunTheShopInThePlaceOfTheServer() throws Exception {
        var shop = home.resolve("src/samples/shop/target/quarkus-app/quarkus-run.jar");
        Files.createDirectories(shop.getParent());

        assertThat(run("sample", "shop", "--data", "my data"))
                .startsWith("penstock: building the shop first: that takes a minute or two, and more if libraries have"
                        + " to be fetched.")
                .endsWith("running: -jar " + shop + " demo --data my data");
        assertThat(home.resolve("maven.txt"))
                .content()
                .contains("-P launcher package -pl src/samples/shop -am -Dmaven.test.skip=true");

        Files.writeString(shop, "built");
        assertThat(run("sample", "shop")).containsExactly("running: -jar " + shop + " demo");
    }

    @Test
    void shouldBuildTheApplicationThatIsMeasuredBesideTheServer() throws Exception {
        var measured = home.resolve("src/bench/quarkus/target/quarkus-app/quarkus-run.jar");
        Files.createDirectories(measured.getParent());

        var running = "running: -Dio.penstock.bench.application=" + measured + " -Dio.penstock.bench.kafka="
                + home.resolve("src/bench/peers/kafka/target") + kafkaServer() + " -jar " + jar
                + " bench quarkus --json";
        assertThat(run("bench", "quarkus", "--json"))
                .contains("penstock: building the application to measure first: that takes a minute or two, and more if"
                        + " libraries have to be fetched.")
                .endsWith(running);
        assertThat(home.resolve("maven.txt")).content().contains("package -pl src/bench/quarkus -am");

        Files.writeString(measured, "built");
        assertThat(run("bench", "quarkus", "--json")).containsExactly(running);

        edit("src/bench/quarkus/src/main/java/Load.java");
        assertThat(run("bench", "journal"))
                .as("the server is not made of it")
                .containsExactly(running("bench journal"));
    }

    private String kafkaServer() {
        return " -Dio.penstock.bench.kafka-server=" + home.resolve("src/kafka/server/target/class-path.txt");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"bench kafka --json", "sample flights --engine kafka", "sample flights --engine=kafka --exit"})
    void shouldFetchTheKafkaThatACommandStarts(String command) throws Exception {
        write("src/kafka/server/pom.xml");
        run("start");

        assertThat(run(command.split(" ")))
                .startsWith("penstock: fetching Kafka; this happens once.")
                .endsWith("running:" + kafkaServer() + " -jar " + jar + " " + command);
        assertThat(home.resolve("maven.txt"))
                .content()
                .contains("-f " + home.resolve("src/kafka/server/pom.xml") + " package");

        write("src/kafka/server/target/class-path.txt");
        assertThat(run(command.split(" ")))
                .as("what was fetched stays")
                .containsExactly("running:" + kafkaServer() + " -jar " + jar + " " + command);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bench kafka --servers there:9092", "sample flights --engine kafka --servers=there:9092"})
    void shouldFetchNoKafkaWhenItIsSaidWhereOneIs(String command) throws Exception {
        write("src/kafka/server/pom.xml");
        run("start");

        assertThat(run(command.split(" "))).containsExactly(running(command));
    }

    @Test
    void shouldBuildTheServerWithAnEndpointToCompareWith() throws Exception {
        var measured = home.resolve("src/bench/http/target/quarkus-app/quarkus-run.jar");
        Files.createDirectories(measured.getParent());

        var running = "running: -Dio.penstock.bench.server=" + measured + " -jar " + jar + " bench http --json";
        assertThat(run("bench", "http", "--json"))
                .contains("penstock: building the server to measure first: that takes a minute or two, and more if"
                        + " libraries have to be fetched.")
                .endsWith(running);
        assertThat(home.resolve("maven.txt")).content().contains("package -pl src/bench/http -am");

        Files.writeString(measured, "built");
        assertThat(run("bench", "http", "--json")).containsExactly(running);

        edit("src/bench/http/src/main/java/Drop.java");
        assertThat(run("bench", "journal"))
                .as("the server is not made of it")
                .containsExactly(running("bench journal"));
    }

    @Test
    void shouldBuildOnce() throws Exception {
        run("start");

        assertThat(run("start")).containsExactly(running("start"));
        assertThat(builds()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "src/broker/src/main/java/Broker.java, 2",
        "src/broker/src/main/java/New.java, 2",
        "deployment/src/main/java/Step.java, 2",
        "pom.xml, 2",
        "src/broker/src/test/java/BrokerTest.java, 1",
        "src/it/src/main/java/It.java, 1",
        "src/broker/target/classes/Broker.class, 1",
        "docs/page.md, 1"
    })
    void shouldBuildAgainWhenWhatTheServerIsMadeOfHasChanged(String file, int builds) throws Exception {
        run("start");

        edit(file);

        run("start");
        assertThat(builds()).isEqualTo(builds);
    }

    @Test
    void shouldRunWhatIsThereWhenToldNeverToBuild() throws Exception {
        var never = command(home.resolve("penstock"), "start");
        never.environment().put("PENSTOCK_BUILD", "never");
        assertThat(run(1, never))
                .containsExactly("penstock: the server has not been built, and PENSTOCK_BUILD is 'never'.");

        run("start");
        edit("pom.xml");

        assertThat(run(0, never)).containsExactly(running("start"));
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void shouldSayInAFewLinesWhyABuildFailedAndBuildAgain() throws Exception {
        Files.createFile(home.resolve("broken"));

        assertThat(run(1, command(home.resolve("penstock"), "start")))
                .contains("[ERROR] COMPILATION ERROR :", "[ERROR] Orders.java:[1,1] missing ;")
                .endsWith("penstock: the build failed: " + home.resolve("target/launcher/build.log")
                        + " has all of it. PENSTOCK_BUILD=never runs what was built before.");

        Files.delete(home.resolve("broken"));
        assertThat(run("start")).endsWith(running("start"));
        assertThat(builds()).isEqualTo(2);
        assertThat(Files.isSymbolicLink(link)).isFalse();
    }

    @Test
    void shouldBuildAgainAfterOneThatWasInterrupted() throws Exception {
        run("start");
        var ended = new ProcessBuilder("true").start();
        ended.waitFor();
        Files.createSymbolicLink(link, Path.of(Long.toString(ended.pid())));
        write("src/broker/target/classes/Broker.class");

        assertThat(run("start"))
                .startsWith("penstock: the last build did not end well, building the server again: that"
                        + " takes a minute or two, and more if libraries have to be fetched.");
        assertThat(builds()).isEqualTo(2);
        assertThat(home.resolve("src/broker/target/classes/Broker.class"))
                .as("may be half a class")
                .doesNotExist();
        assertThat(Files.isSymbolicLink(link)).isFalse();
    }

    @Test
    void shouldWaitForAnotherThatBuilds() throws Exception {
        Files.createDirectories(link.getParent());
        var other = new ProcessBuilder("sleep", "600").start();
        try {
            Files.createSymbolicLink(link, Path.of(Long.toString(other.pid())));
            var output = Files.createTempFile(directory, "output", ".txt");
            var waiting = command(home.resolve("penstock"), "start")
                    .redirectOutput(output.toFile())
                    .start();
            Awaitility.await().until(() -> Files.readString(output).contains("is building the server; waiting."));

            Files.createDirectories(jar.getParent());
            Files.writeString(jar, "built by the other one");
            Files.delete(link);

            assertThat(waiting.waitFor(180, TimeUnit.SECONDS)).isTrue();
            assertThat(Files.readAllLines(output)).endsWith(running("start"));
            assertThat(builds()).isZero();
        } finally {
            other.destroyForcibly();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.8.0_392", "11.0.2", "16"})
    void shouldSayThatJavaIsTooOld(String version) throws Exception {
        java(version, "jdk.compiler");

        assertThat(run(1, command(home.resolve("penstock"), "start")))
                .singleElement()
                .asString()
                .startsWith("penstock: Java 17 or newer is needed; ")
                .endsWith("is version " + version.replaceFirst("^1\\.", "").replaceFirst("[._].*", "")
                        + ". Set JAVA_HOME.");
    }

    @Test
    void shouldShowWhatAJavaSaysThatDoesNotStart() throws Exception {
        executable(directory.resolve("jdk/bin/java"), """
                #!/bin/sh
                echo "Picked up JAVA_TOOL_OPTIONS: $JAVA_TOOL_OPTIONS" >&2
                echo 'Unrecognized VM option' >&2
                exit 1
                """);
        var command = command(home.resolve("penstock"), "start");
        command.environment().put("JAVA_TOOL_OPTIONS", "-XX:+NoSuchOption version \"11\"");

        assertThat(run(1, command))
                .contains("Unrecognized VM option")
                .noneMatch(line -> line.contains("is version"))
                .last()
                .asString()
                .contains("does not start", "JAVA_TOOL_OPTIONS is '-XX:+NoSuchOption");
    }

    @Test
    void shouldNotTakeOptionsForAVersion() throws Exception {
        executable(directory.resolve("jdk/bin/java"), """
                #!/bin/sh
                echo 'Picked up JAVA_TOOL_OPTIONS: -Dx= version "11" ' >&2
                case $1 in
                    -version) echo 'openjdk version "17.0.2" 2022-01-18' >&2 ;;
                    --list-modules) echo 'jdk.compiler@17' ;;
                    *) echo "running: $*" ;;
                esac
                """);

        assertThat(run("start")).endsWith(running("start"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"17.0.2", "21", "25-ea", "25.0.1"})
    void shouldTakeEveryNewerJava(String version) throws Exception {
        java(version, "jdk.compiler@" + version);

        assertThat(run("start")).endsWith(running("start"));
    }

    @Test
    void shouldNeedACompilerForTheBuildAlone() throws Exception {
        java("17", "java.logging@17");
        assertThat(run(1, command(home.resolve("penstock"), "start")))
                .singleElement()
                .asString()
                .contains("is a runtime without a compiler. Point JAVA_HOME to a JDK.");

        java("17", "jdk.compiler@17");
        run("start");
        java("17", "java.logging@17");
        assertThat(run("start")).containsExactly(running("start"));
    }

    @Test
    void shouldRunInARepositoryThatCannotBeWrittenTo() throws Exception {
        // Stands in for a file system that is read-only: no folder can be made below a file.
        Files.createFile(home.resolve("target"));
        assertThat(run(1, command(home.resolve("penstock"), "start")))
                .containsExactly("penstock: The server has to be built, and '" + home
                        + "' cannot be written to. Build it in a copy of your own.");

        Files.createDirectories(jar.getParent());
        Files.writeString(jar, "built elsewhere");
        assertThat(run("start")).containsExactly(running("start"));
        edit("pom.xml");
        assertThat(run("start"))
                .containsExactly(
                        "penstock: the sources are newer than the server, and it cannot be built here: running it as it"
                                + " is.",
                        running("start"));
        assertThat(builds()).isZero();
    }

    @Test
    void shouldFindItsRepositoryByWayOfALink() throws Exception {
        var bin = Files.createDirectory(directory.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("first"), Path.of("..", "my work", "penstock"));
        Files.createSymbolicLink(bin.resolve("second"), Path.of("first"));

        assertThat(run(0, command(bin.resolve("second"), "start"))).endsWith(running("start"));

        assertThat(home.resolve("penstock").toFile().setExecutable(true)).isTrue();
        var byName = command(Path.of("unused"), "start");
        byName.command("sh", "-c", "PATH=" + bin + ":$PATH; cd /; second start");
        assertThat(run(0, byName)).containsExactly(running("start"));
    }
}

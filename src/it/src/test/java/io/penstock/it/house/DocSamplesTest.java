package io.penstock.it.house;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every Java sample of the documents compiles against what is built here. A sample that needs a library that these
 * tests must not have on their class path, such as the test framework of Quarkus, begins with a space before "java".
 */
class DocSamplesTest {

    private static final Pattern SAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern PUBLIC_TYPE = Pattern.compile("public (?:final )?class (\\w+)");

    /** What a reader takes for granted: imports, and the things of their own that the samples speak of. */
    private static final String AROUND = """
            import io.penstock.*;
            import io.penstock.connector.*;
            import io.penstock.embedded.*;
            import io.penstock.jms.*;
            import io.penstock.listener.*;
            import io.penstock.postgres.*;
            import io.penstock.postgres.outbox.*;
            import io.penstock.quarkus.JsonDocument;
            import io.penstock.quarkus.SendsTo;
            import io.quarkus.hibernate.orm.panache.PanacheEntity;
            import io.smallrye.mutiny.Uni;
            import io.smallrye.common.annotation.Blocking;
            import jakarta.enterprise.context.ApplicationScoped;
            import jakarta.inject.Inject;
            import jakarta.transaction.Transactional;
            import java.nio.file.Path;
            import java.time.*;
            import java.time.temporal.ChronoUnit;
            import java.util.*;
            import java.util.concurrent.CompletionStage;
            import org.eclipse.microprofile.reactive.messaging.Channel;
            import org.eclipse.microprofile.reactive.messaging.Emitter;
            import org.eclipse.microprofile.reactive.messaging.Incoming;
            """;

    private static final String THEIRS = """
            record Order(String id, String customer, int amount) {}
            class Payment extends PanacheEntity { Payment(String id, int amount) {} }
            """;

    @TempDir
    Path classes;

    @TestFactory
    Stream<DynamicTest> shouldCompile() throws IOException {
        var tests = new ArrayList<DynamicTest>();
        for (Path document : documents()) {
            var samples = SAMPLE.matcher(Files.readString(document));
            for (int number = 1; samples.find(); number++) {
                String code = samples.group(1);
                tests.add(DynamicTest.dynamicTest(document.getFileName() + " " + number, () -> compile(code)));
            }
        }
        assertThat(tests).isNotEmpty();
        return tests.stream();
    }

    private static List<Path> documents() throws IOException {
        try (Stream<Path> docs = Files.walk(Sources.root().resolve("docs"))) {
            return Stream.concat(Stream.of(Sources.root().resolve("README.md")), docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    private void compile(String code) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var problems = new DiagnosticCollector<JavaFileObject>();
        var output = new StringWriter();
        var options =
                List.of("-proc:none", "-d", classes.toString(), "-classpath", System.getProperty("java.class.path"));
        boolean compiled = compiler.getTask(output, null, problems, options, null, List.of(source(code)))
                .call();
        assertThat(compiled)
                .as("%s%n%s%n%s", code, problems.getDiagnostics(), output)
                .isTrue();
    }

    private static JavaFileObject source(String code) {
        var type = PUBLIC_TYPE.matcher(code);
        String name = type.find() ? type.group(1) : "Sample";
        String text = isFile(code) ? code : AROUND + (code.contains("class ") ? code : statements(code)) + THEIRS;
        return new SimpleJavaFileObject(URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }

    /** A whole file says its own imports. */
    private static boolean isFile(String code) {
        return code.contains("\npackage ");
    }

    /** Statements stand in a method. Message and Queue mean different things to different readers. */
    private static String statements(String code) {
        boolean jms = code.contains("JMSContext");
        boolean ours = code.contains("Message.to(");
        return (jms
                        ? "import jakarta.jms.ConnectionFactory; import jakarta.jms.JMSContext; import jakarta.jms.Queue;"
                        : "")
                + (jms || ours ? "" : "import org.eclipse.microprofile.reactive.messaging.Message;")
                + "class Sample { void sample(Broker broker, Emitter<Order> emitter, Order order) throws Exception {\n"
                + code + "}}\n";
    }
}

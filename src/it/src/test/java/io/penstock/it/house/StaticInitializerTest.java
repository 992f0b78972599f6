package io.penstock.it.house;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Static initializers run while a native image is built, on another machine and long before. What they ask of their
 * surroundings would be the answer for ever.
 */
class StaticInitializerTest {

    private static final List<String> ASKED_TOO_EARLY = List.of(
            "java.lang.System.nanoTime(",
            "java.lang.System.currentTimeMillis(",
            "java.lang.System.getProperty(",
            "java.lang.System.getProperties(",
            "java.lang.System.getenv(",
            "java.lang.System.lineSeparator(",
            "java.lang.System.console(",
            "java.lang.Integer.getInteger(",
            "java.lang.Long.getLong(",
            "java.lang.Boolean.getBoolean(",
            "java.lang.Runtime.",
            "java.lang.ProcessHandle.",
            "java.lang.Math.random(",
            "java.lang.Thread.",
            "java.util.concurrent.Executors.",
            "java.util.concurrent.ThreadLocalRandom.",
            "java.util.Random.",
            "java.util.SplittableRandom.",
            "java.util.UUID.randomUUID(",
            "java.util.Locale.getDefault(",
            "java.util.TimeZone.getDefault(",
            "java.security.SecureRandom.",
            "java.time.Clock.",
            "java.time.Instant.now(",
            "java.time.InstantSource.system(",
            "java.time.LocalDate.now(",
            "java.time.LocalDateTime.now(",
            "java.time.ZonedDateTime.now(",
            "java.time.ZoneId.systemDefault(",
            "java.net.InetAddress.",
            "java.nio.ByteBuffer.allocate",
            "java.nio.charset.Charset.defaultCharset(",
            "java.nio.file.Files.");

    private static final JavaClasses OURS = new ClassFileImporter()
            .importPaths(Sources.modules().stream()
                    // Tests and build steps never lie in an image.
                    .filter(module -> !module.endsWith("it")
                            && !module.endsWith("deployment")
                            && !module.endsWith("postgres-deployment"))
                    .filter(module -> !module.endsWith("testkit")
                            && !module.endsWith("conformance")
                            && !module.endsWith("samples"))
                    .map(module -> module.resolve("target/classes"))
                    .filter(Files::isDirectory)
                    .toList());

    @Test
    void shouldAskNothingOfTheMachineOrTheMoment() {
        var found = new TreeSet<String>();
        OURS.forEach(type -> type.getStaticInitializer().ifPresent(initializer -> follow(initializer, found)));

        assertThat(found).isEmpty();
    }

    @Test
    void shouldSeeInitializers() {
        assertThat(OURS.stream().filter(type -> type.getStaticInitializer().isPresent()))
                .hasSizeGreaterThan(100);
    }

    /** Through our own methods; what a lambda does is done later. */
    private static void follow(JavaCodeUnit initializer, Set<String> found) {
        var seen = new HashSet<JavaCodeUnit>();
        var open = new ArrayDeque<JavaCodeUnit>(List.of(initializer));
        while (!open.isEmpty()) {
            var unit = open.pop();
            if (!seen.add(unit)) {
                continue;
            }
            for (JavaAccess<?> call : unit.getCallsFromSelf()) {
                var target = call.getTarget().getFullName();
                if (call.isDeclaredInLambda()) {
                    continue;
                }
                if (ASKED_TOO_EARLY.stream().anyMatch(target::startsWith)) {
                    found.add(initializer.getFullName() + " calls " + target);
                }
                call.getTarget()
                        .resolveMember()
                        .filter(member -> OURS.contain(member.getOwner().getName()))
                        .filter(JavaCodeUnit.class::isInstance)
                        .ifPresent(member -> open.push((JavaCodeUnit) member));
            }
        }
    }
}

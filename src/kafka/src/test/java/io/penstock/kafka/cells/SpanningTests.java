package io.penstock.kafka.cells;

import io.penstock.Capability;
import io.penstock.PenstockException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.opentest4j.TestAbortedException;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** Expects of the tests that are listed in a file that a broker of three cells refuses what they do, and says why. */
final class SpanningTests implements InvocationInterceptor {

    static final String FILE = "spanning-tests.txt";

    private static final Map<String, String> LISTED = listed();

    /** A line has the part, a dot and the test, and what is expected of it. The reason stands above. */
    private static Map<String, String> listed() {
        try (InputStream file = SpanningTests.class.getResourceAsStream(FILE)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .map(line -> line.split(" "))
                    .collect(Collectors.toMap(words -> words[0], words -> words[1]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a test needs may be refused as well: then it is not run. */
    @Override
    public void interceptBeforeEachMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> context, ExtensionContext extension)
            throws Throwable {
        if (!"unsupported".equals(expected(extension))) {
            invocation.proceed();
            return;
        }
        try {
            invocation.proceed();
        } catch (PenstockException.Unsupported refusal) {
            store(extension).put(extension.getUniqueId(), refusal);
        }
    }

    private static ExtensionContext.Store store(ExtensionContext extension) {
        return extension.getStore(ExtensionContext.Namespace.create(SpanningTests.class));
    }

    /** What is expected of a test; null if nothing else than of every broker. */
    private static String expected(ExtensionContext extension) {
        var expected = LISTED.get(extension.getRequiredTestClass().getSimpleName() + "."
                + extension.getRequiredTestMethod().getName());
        boolean isTogether = extension
                .getRequiredTestInstances()
                .findInstance(CellsOfOnePatternConformanceTest.class)
                .isPresent();
        return "unsupported".equals(expected) && isTogether ? null : expected;
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> context, ExtensionContext extension)
            throws Throwable {
        interceptTestMethod(invocation, context, extension);
    }

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> context, ExtensionContext extension)
            throws Throwable {
        var expected = expected(extension);
        if (expected == null) {
            invocation.proceed();
            return;
        }
        String name = extension.getDisplayName();
        if (expected.equals("differs")) {
            invocation.skip();
            throw new TestAbortedException(name + " is not promised of two cells: see " + FILE);
        }
        assertThat(expected).isEqualTo("unsupported");
        var before = store(extension).get(extension.getUniqueId(), PenstockException.Unsupported.class);
        if (before != null) {
            invocation.skip();
        }
        var refusal = before != null ? before : catchThrowable(invocation::proceed);
        assertThat(causes(refusal))
                .as("what %s was refused with: %s", name, refusal)
                .anySatisfy(each -> assertThat(each)
                        .isInstanceOfSatisfying(
                                PenstockException.Unsupported.class,
                                unsupported -> assertThat(unsupported.capability())
                                        .isEqualTo(Capability.ATOMIC_ACROSS_DESTINATIONS)));
    }

    private static List<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).toList();
    }
}

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
        String name = extension.getRequiredTestClass().getSimpleName() + "."
                + context.getExecutable().getName();
        var expected = LISTED.get(name);
        if (expected == null) {
            invocation.proceed();
            return;
        }
        if (expected.equals("differs")) {
            invocation.skip();
            throw new TestAbortedException(name + " is not promised of two cells: see " + FILE);
        }
        assertThat(expected).isEqualTo("unsupported");
        if (extension
                .getRequiredTestInstances()
                .findInstance(CellsOfOnePatternConformanceTest.class)
                .isPresent()) {
            invocation.proceed();
            return;
        }
        var refusal = catchThrowable(invocation::proceed);
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

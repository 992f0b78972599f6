package io.penstock.quarkus.deployment;

import io.quarkus.test.QuarkusUnitTest;

import java.util.function.Consumer;

import static org.assertj.core.api.Assertions.assertThat;

/** An application that must not build, for the reasons given. */
final class BuildProblems {

    private BuildProblems() {}

    static QuarkusUnitTest of(Class<?>... classes) {
        return new QuarkusUnitTest().withApplicationRoot(root -> root.addClasses(classes));
    }

    /** All of these, and no other. */
    static Consumer<Throwable> are(String... problems) {
        return failure -> {
            var message = deepestMessage(failure);
            assertThat(message).contains(problems);
            if (problems.length > 1) {
                assertThat(message).contains("Found " + problems.length + " deployment problems");
            } else {
                assertThat(message).doesNotContain("deployment problems");
            }
        };
    }

    private static String deepestMessage(Throwable failure) {
        var deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return deepest.getMessage();
    }
}

package io.penstock.remote.connection;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

class SerialExecutorTest {

    /** Turns that wait for a thread; the test is the only one. */
    private final Deque<Runnable> turns = new ArrayDeque<>();

    private final SerialExecutor executor = new SerialExecutor(turns::add);
    private final List<Integer> done = new ArrayList<>();

    private void runAll() {
        while (!turns.isEmpty()) {
            turns.remove().run();
        }
    }

    @Test
    void shouldRunTasksInTheirOrderAndLetOthersHaveTheirTurnInBetween() {
        int tasks = 1_000;
        IntStream.range(0, tasks).forEach(number -> executor.execute(() -> done.add(number)));

        turns.remove().run();
        assertThat(done).hasSizeBetween(1, tasks - 1);

        runAll();
        assertThat(done).isEqualTo(IntStream.range(0, tasks).boxed().toList());
    }

    @ParameterizedTest
    @ValueSource(classes = {IllegalStateException.class, StackOverflowError.class})
    void shouldGoOnBehindATaskThatFails(Class<? extends Throwable> failure) {
        executor.execute(() -> SerialExecutorTest.<RuntimeException>fail(failure));
        executor.execute(() -> done.add(1));

        runAll();
        executor.execute(() -> done.add(2));
        runAll();

        assertThat(done).containsExactly(1, 2);
    }

    /** Throws whatever it is; the compiler need not know. */
    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void fail(Class<? extends Throwable> failure) throws E {
        try {
            throw (E) failure.getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}

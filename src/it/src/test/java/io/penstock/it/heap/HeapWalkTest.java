package io.penstock.it.heap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

import static org.assertj.core.api.Assertions.assertThat;

class HeapWalkTest {

    static final class WithRandom {
        static final SecureRandom FIELD = new SecureRandom();
    }

    static final class WithThread {
        static final Object[] FIELD = {new Object[] {new Thread(() -> {}, "never started")}};
    }

    static final class WithBuffer {
        static final Holder FIELD = new Holder(ByteBuffer.allocate(1));
    }

    static final class WithNow {
        static final Holder FIELD = new Holder(Instant.now());
    }

    static final class WithCapture {
        static final Supplier<UUID> FIELD = capture(UUID.randomUUID());

        private static Supplier<UUID> capture(UUID id) {
            return () -> id;
        }
    }

    record Holder(Object held) {}

    static final class Harmless {
        static final Instant LIMIT = Instant.parse("9999-12-31T23:59:59.999Z");
        static final Map<String, List<String>> NAMES = Map.of("a", List.of("b"));
        static final ThreadLocal<byte[]> LATER = ThreadLocal.withInitial(() -> new byte[1]);
        static final Supplier<SecureRandom> LAZY = SecureRandom::new;
    }

    @ParameterizedTest
    @ValueSource(classes = {WithRandom.class, WithThread.class, WithBuffer.class, WithNow.class, WithCapture.class})
    void shouldFindWhatAnImageMustNotHold(Class<?> type) throws Exception {
        var walk = new HeapWalk();

        walk.addStatics(Class.forName(type.getName()));

        assertThat(walk.findings()).singleElement().asString().contains(type.getName() + ".FIELD");
    }

    @Test
    void shouldLetConstantsBe() throws Exception {
        var walk = new HeapWalk();

        walk.addStatics(Class.forName(Harmless.class.getName()));

        assertThat(walk.findings()).isEmpty();
        assertThat(walk.objects()).isGreaterThan(3);
    }
}

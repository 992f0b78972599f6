package io.penstock.server.http;

import io.penstock.PenstockException;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class ProblemMapperTest {

    @Test
    void shouldKnowEveryFailureOfTheBroker() {
        List<Class<?>> failures = Arrays.stream(PenstockException.class.getDeclaredClasses())
                .filter(PenstockException.class::isAssignableFrom)
                .toList();

        assertThat(failures).isNotEmpty();
        assertThat(ProblemMapper.TYPES.keySet())
                .containsAll(failures.stream()
                        .<Class<? extends PenstockException>>map(type -> type.asSubclass(PenstockException.class))
                        .toList());
    }

    @Test
    void shouldNameEachKindOnce() {
        assertThat(ProblemType.values()).extracting(ProblemType::uri).doesNotHaveDuplicates();
        assertThat(ProblemType.BODY_TOO_LARGE.uri()).isEqualTo("urn:problem-type:penstock:body-too-large");
    }
}

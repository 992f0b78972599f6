package io.penstock.server.http.deadletter;

import io.penstock.server.http.deadletter.GroupsView.Span;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;

import static org.assertj.core.api.Assertions.assertThat;

class LetterTimelineTest {

    private static final Instant NOON = Instant.parse("2030-01-31T12:00:00Z");

    private final LetterTimeline timeline = new LetterTimeline();

    @Test
    void shouldBeEmptyWithoutLetters() {
        assertThat(timeline.spans()).isEmpty();
        assertThat(timeline.step()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void shouldCountInTheShortestStepThatFits() {
        timeline.add(NOON.plusSeconds(90));
        timeline.add(NOON);
        timeline.add(NOON.plusMillis(4_999));

        assertThat(timeline.step()).isEqualTo(Duration.ofSeconds(5));
        var spans = timeline.spans();
        assertThat(spans).hasSize(19).startsWith(new Span(NOON, 2)).endsWith(new Span(NOON.plusSeconds(90), 1));
        assertThat(spans.stream().mapToLong(Span::count).sum()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT59S", "PT60S", "PT12H", "P59D", "P4000D", "P3000000D"})
    void shouldFitWhateverTimeLettersCover(Duration covered) {
        for (int i = 0; i < 100; i++) {
            timeline.add(NOON.plus(covered.multipliedBy(i).dividedBy(99)));
        }

        var spans = timeline.spans();
        assertThat(spans).hasSizeBetween(1, LetterTimeline.MAX_STEPS);
        assertThat(spans.stream().mapToLong(Span::count).sum()).isEqualTo(100);
    }
}

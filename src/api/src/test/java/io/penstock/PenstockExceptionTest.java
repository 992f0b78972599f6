package io.penstock;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PenstockExceptionTest {

    @Test
    void shouldSayInOneLineWhateverSomebodyHasNamed() {
        assertThatThrownBy(() -> Destination.queue("a\n\u001b[31mERROR").build())
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageStartingWith("'a\\u{a}\\u{1b}[31mERROR' is no valid destination name");
        assertThat(new PenstockException.UnknownDestination("\uD800\u2028").getMessage())
                .startsWith("There is no destination '\\u{d800}\\u{2028}'");
        assertThat(new PenstockException.InvalidConfiguration("Gr\u00fc\u00dfe \uD83D\uDE00"))
                .hasMessage("Gr\u00fc\u00dfe \uD83D\uDE00");
    }
}

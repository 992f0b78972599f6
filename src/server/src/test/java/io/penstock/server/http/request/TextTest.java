package io.penstock.server.http.request;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;

import static org.assertj.core.api.Assertions.assertThat;

class TextTest {

    @Test
    void shouldNotCutACharacterInTwo() {
        byte[] euros = "€€".getBytes(StandardCharsets.UTF_8);

        assertThat(Text.ofFirst(euros, 6).text()).isEqualTo("€€");
        assertThat(Text.ofFirst(euros, 5).text()).isEqualTo("€");
        assertThat(Text.ofFirst(euros, 3).text()).isEqualTo("€");
    }

    @Test
    void shouldShowTheBeginningOfBytesThatAreNoText() {
        byte[] bytes = {(byte) 0xff, (byte) 0x80, (byte) 0x80, (byte) 0x80};

        var preview = Text.ofFirst(bytes, 3);

        assertThat(preview.text()).isNull();
        assertThat(preview.base64()).isNotEmpty();
    }

    @Test
    void shouldHaveNeitherFormIfThereIsNothing() {
        assertThat(Text.of(null)).isEqualTo(new Text(null, null));
    }
}

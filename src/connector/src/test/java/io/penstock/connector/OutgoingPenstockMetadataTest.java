package io.penstock.connector;

import io.penstock.PenstockException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OutgoingPenstockMetadataTest {

    @Test
    void shouldRefuseHalfACharacterInAKeyByItsIndex() {
        assertThatThrownBy(() -> OutgoingPenstockMetadata.builder().key("a\ud83d"))
                .isInstanceOf(PenstockException.InvalidMessage.class)
                .hasMessageContaining("The key of the metadata has half a character")
                .hasMessageContaining("index 1");
    }
}

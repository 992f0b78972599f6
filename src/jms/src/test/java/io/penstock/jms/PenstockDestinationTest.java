package io.penstock.jms;

import io.penstock.PenstockException;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PenstockDestinationTest {

    @Test
    void shouldBeEqualByKindAndName() {
        assertThat(new PenstockQueue("a"))
                .isEqualTo(new PenstockQueue("a"))
                .hasSameHashCodeAs(new PenstockQueue("a"))
                .isNotEqualTo(new PenstockQueue("b"))
                .isNotEqualTo(new PenstockTopic("a"))
                .hasToString("queue:a");
    }

    @Test
    void shouldSurviveSerialisation() throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(new PenstockTopic("news"));
        }
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(new PenstockTopic("news"));
        }
    }

    @Test
    void shouldRefuseNamesThatTheBrokerDoesNotKnow() {
        assertThatThrownBy(() -> new PenstockQueue("a/b"))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageContaining("a/b");
    }
}

package io.penstock.jms.destination;

import io.penstock.Destination;
import io.penstock.PenstockException;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import jakarta.jms.IllegalStateException;
import jakarta.jms.TemporaryQueue;

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

    private static Object copied(Object original) throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(original);
        }
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return in.readObject();
        }
    }

    @Test
    void shouldSurviveSerialisation() throws Exception {
        assertThat(copied(new PenstockTopic("news"))).isEqualTo(new PenstockTopic("news"));
    }

    @Test
    void shouldSurviveSerialisationWithoutTheRightToDelete() throws Exception {
        var temporary = PenstockDestination.queue(Destination.TEMPORARY_PREFIX + "1-1");

        assertThat(copied(temporary))
                .isEqualTo(temporary)
                .isInstanceOfSatisfying(
                        TemporaryQueue.class,
                        copy -> assertThatThrownBy(copy::delete).isInstanceOf(IllegalStateException.class));
    }

    @Test
    void shouldRefuseNamesThatTheBrokerDoesNotKnow() {
        assertThatThrownBy(() -> new PenstockQueue("a/b"))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageContaining("a/b");
    }
}

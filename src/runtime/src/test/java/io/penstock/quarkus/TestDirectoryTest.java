package io.penstock.quarkus;

import io.penstock.Destination;
import io.penstock.broker.BrokerOptions;
import io.penstock.broker.EmbeddedBroker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

class TestDirectoryTest {

    @TempDir
    private Path parent;

    private EmbeddedBroker open() {
        return EmbeddedBroker.open(BrokerOptions.in(parent.resolve("data")));
    }

    @Test
    void shouldBeginWithNothingThatWasThereBefore() throws IOException {
        TestDirectory.empty(parent.resolve("data"));
        try (var broker = open()) {
            broker.declare(Destination.queue("orders").build());
        }
        Files.createDirectories(parent.resolve("data/transactions/deep"));
        Files.writeString(parent.resolve("beside"), "kept");

        TestDirectory.empty(parent.resolve("data"));

        try (var broker = open()) {
            assertThat(broker.destinations()).isEmpty();
        }
        assertThat(parent.resolve("data/transactions")).doesNotExist();
        assertThat(parent.resolve("beside")).exists();
    }

    @Test
    void shouldLeaveADirectoryAloneThatABrokerHasOpen() {
        try (var broker = open()) {
            broker.declare(Destination.queue("orders").build());
            TestDirectory.empty(parent.resolve("data"));
            assertThat(parent.resolve("data/00000000000000000001.journal")).exists();
        }
        try (var broker = open()) {
            assertThat(broker.destination("orders")).isPresent();
        }
    }

    @Test
    void shouldDeleteNothingOfADirectoryThatIsNoLog() throws IOException {
        var file = Files.writeString(
                Files.createDirectories(parent.resolve("other")).resolve("file"), "kept");
        TestDirectory.empty(parent.resolve("other"));
        assertThat(file).exists();
    }
}

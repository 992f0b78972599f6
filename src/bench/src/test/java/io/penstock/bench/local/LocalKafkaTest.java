package io.penstock.bench.local;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LocalKafkaTest {

    private static final String CLASS_PATH = "io.penstock.bench.kafka-server";
    private static final String OF_THE_BUILD = "../kafka/server/target/class-path.txt";

    @TempDir
    Path directory;

    @AfterEach
    void forget() {
        System.clearProperty(CLASS_PATH);
    }

    @Test
    void shouldServeUntilItIsClosedAndLeaveNothing() throws Exception {
        System.setProperty(CLASS_PATH, OF_THE_BUILD);

        try (var kafka = LocalKafka.start(directory)) {
            var address = kafka.bootstrapServers().split(":");
            try (var socket = new Socket(address[0], Integer.parseInt(address[1]))) {
                assertThat(socket.isConnected()).isTrue();
            }
            assertThat(directory).isNotEmptyDirectory();
        }

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void shouldSayWhyItDoesNotStart() throws Exception {
        var broken = Files.writeString(directory.resolve("class-path.txt"), "nowhere.jar");
        System.setProperty(CLASS_PATH, broken.toString());

        assertThatThrownBy(() -> LocalKafka.start(directory)).hasMessageContaining("kafka.Kafka");
        assertThat(directory).isDirectoryContaining(broken::equals).isDirectoryNotContaining("glob:**bench-kafka*");
    }

    @Test
    void shouldSayWhatIsMissingWhenNobodyHasFetchedIt() {
        assertThat(LocalKafka.isHere()).isFalse();
        assertThatThrownBy(() -> LocalKafka.start(directory)).hasMessageContaining(CLASS_PATH);
    }
}

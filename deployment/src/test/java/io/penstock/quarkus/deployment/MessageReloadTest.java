package io.penstock.quarkus.deployment;

import io.quarkus.test.QuarkusDevModeTest;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * In {@code quarkus:dev} a message can find that sources have changed, and wait for the reload that it has caused. If
 * the reload waited for that message in its turn, it would take an hour here.
 */
class MessageReloadTest {

    /** A busy machine reloads slowly; it is still far less than the limits that the application has. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final Path DATA = TestApplication.emptyDirectory();
    private static final Path SEEN = DATA.resolveSibling(DATA.getFileName() + "-seen");

    @RegisterExtension
    static final QuarkusDevModeTest APPLICATION = new QuarkusDevModeTest()
            .withApplicationRoot(root -> root.addClass(ReloadedChannel.class)
                    .addAsResource(
                            new StringAsset("penstock.data=" + DATA + "\npenstock.journal.file-size=8M\n"
                                    + "penstock.drain-timeout=1h\nquarkus.http.port=0\n"
                                    + "mp.messaging.incoming.ticks.connector=penstock\n"
                                    + "mp.messaging.incoming.ticks.close-timeout=1h\n"
                                    + "penstock.schedules.tick.destination=ticks\n"
                                    + "penstock.schedules.tick.every=1s\n"
                                    + "penstock.schedules.tick.body=now\n"
                                    + "test.seen=" + SEEN + "\n"),
                            "application.properties"));

    @Test
    void shouldNotWaitForTheMessageThatHasCausedTheReload() throws IOException {
        await().atMost(PATIENCE).until(() -> seen().equals("first"));

        APPLICATION.modifySourceFile(ReloadedChannel.class, source -> source.replace("first", "second"));

        await().atMost(PATIENCE).until(() -> seen().equals("second"));
        assertThat(Files.deleteIfExists(SEEN)).isTrue();
    }

    private static String seen() {
        try {
            return Files.exists(SEEN) ? Files.readString(SEEN) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.penstock.embedded;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;

import static org.assertj.core.api.Assertions.assertThat;

/** What Jakarta Messaging says of messages after the process was killed that had them (section 3.4.8). */
@Timeout(600)
class KilledClientTest {

    private static final long PATIENCE_MILLIS = 60_000;

    @TempDir
    Path directory;

    private void killWhenItHasReceived() throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process = new ProcessBuilder(List.of(
                        java,
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledClient.class.getName(),
                        directory.toString()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var output = process.inputReader()) {
            String line = output.readLine();
            while (line != null && !line.startsWith(KilledClient.RECEIVED)) {
                line = output.readLine();
            }
            assertThat(line).isEqualTo(KilledClient.RECEIVED + "a false");
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static void assertNext(JMSConsumer consumer, String text, boolean redelivered) throws JMSException {
        var message = Objects.requireNonNull(consumer.receive(PATIENCE_MILLIS), text);
        assertThat(message.getBody(String.class)).isEqualTo(text);
        assertThat(message.getJMSRedelivered()).as(text).isEqualTo(redelivered);
        assertThat(message.getIntProperty("JMSXDeliveryCount")).as(text).isEqualTo(redelivered ? 2 : 1);
    }

    @Test
    void shouldSayAfterACrashThatMessagesMayHaveBeenDeliveredBeforeAndKeepTheirGroupInOrder() throws Exception {
        killWhenItHasReceived();
        try (var penstock = PenstockJms.start(directory);
                var context = penstock.connectionFactory().createContext(JMSContext.CLIENT_ACKNOWLEDGE)) {
            var queue = context.createQueue("orders");
            context.createProducer().setProperty("JMSXGroupID", "g").send(queue, "new");
            var consumer = context.createConsumer(queue);
            assertNext(consumer, "a", true);
            assertNext(consumer, "b", true);
            assertNext(consumer, "c", true);
            assertNext(consumer, "new", false);
            context.acknowledge();
        }
        try (var penstock = PenstockJms.start(directory)) {
            assertThat(penstock.broker()
                            .statistics("orders")
                            .subscriptions()
                            .get(0)
                            .waiting())
                    .isZero();
        }
    }
}

package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.jms.JMSException;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PoolTest {

    @Inject
    Pool pool;

    @Test
    void shouldReceiveWhatIsSentThroughThePool() throws JMSException {
        for (int i = 0; i < 3; i++) {
            try (var context = pool.connections().createContext()) {
                var queue = context.createQueue("pooled");
                context.createProducer().send(queue, "letter " + i);
                var letter = context.createConsumer(queue).receive(10_000);
                assertEquals("letter " + i, letter.getBody(String.class));
            }
        }
        assertEquals(1, pool.connections().getNumConnections());
    }
}

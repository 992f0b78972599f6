package shop;

import static io.penstock.testkit.PenstockAssertions.assertThat;
import static io.penstock.testkit.PenstockAssertions.queue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.penstock.ConsumerOptions;
import io.penstock.Destination;
import io.penstock.Message;
import io.penstock.testkit.PenstockTest;
import io.penstock.testkit.TestBroker;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@PenstockTest
class ReminderTest {

    @Test
    void shouldRemindTheNextDay(TestBroker broker) throws InterruptedException {
        var tomorrow = broker.clock().instant().plus(Duration.ofDays(1));
        broker.declare(Destination.queue("reminders").build());
        broker.send(Message.to("reminders").body("pay").deliverAt(tomorrow).build());
        try (var consumer = broker.consume(ConsumerOptions.ofQueue("reminders", "test").build())) {
            assertNull(consumer.receive(Duration.ofMillis(1)).orElse(null));
            assertThat(queue("reminders")).eventuallyHasScheduled(1);
            broker.advance(Duration.ofDays(1));
            var delivery = consumer.receive(Duration.ofSeconds(30)).orElseThrow();
            assertEquals("pay", delivery.message().bodyText());
            delivery.accept();
        }
        assertThat(queue("reminders")).eventuallyIsEmpty();
    }
}

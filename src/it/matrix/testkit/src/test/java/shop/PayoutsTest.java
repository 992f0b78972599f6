package shop;

import static io.penstock.testkit.PenstockAssertions.assertThat;
import static io.penstock.testkit.PenstockAssertions.deadLetters;
import static io.penstock.testkit.PenstockAssertions.queue;

import io.penstock.Broker;
import io.penstock.DeadLetterReason;
import io.penstock.Message;
import io.penstock.testkit.InjectBroker;
import io.penstock.testkit.quarkus.BrokerTime;
import io.penstock.testkit.quarkus.FreshBroker;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import org.junit.jupiter.api.RepeatedTest;

@QuarkusTest
@FreshBroker
class PayoutsTest {

    @InjectBroker
    Broker broker;

    @RepeatedTest(2)
    void shouldGiveUpAfterTwelveHours() {
        assertThat(deadLetters("payouts")).areNone();
        broker.send(Message.to("payouts").body("r-1").build());
        for (int retry = 1; retry <= 2; retry++) {
            assertThat(queue("payouts")).eventuallyHasScheduled(1);
            BrokerTime.advance(Duration.ofHours(7));
        }
        assertThat(deadLetters("payouts"))
                .single()
                .hasReason(DeadLetterReason.RETRIES_EXHAUSTED)
                .hasException(IllegalStateException.class)
                .hasAttempts(3)
                .hasBody("r-1");
        assertThat(queue("payouts")).eventuallyIsEmpty();
    }
}

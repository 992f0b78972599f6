package io.penstock.broker.delivery;

import io.penstock.Destination;
import io.penstock.Message;
import io.penstock.broker.BrokerTest;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;

import static org.assertj.core.api.Assertions.assertThat;

class PrioritySharesTest extends BrokerTest {

    @Test
    void shouldGiveLowerLanesAShare() {
        broker.declare(Destination.queue("orders").priorities(10).build());
        int high = 4 * ActiveFeeds.PATIENCE;
        var messages = new ArrayList<Message>();
        for (int i = 0; i < high + 2 * ActiveFeeds.SHARE; i++) {
            messages.add(Message.to("orders")
                    .priority(i < high ? 9 : 0)
                    .body(i < high ? "high" : "low")
                    .build());
        }
        done(broker.sendAllAsync(messages));

        var bodies = consumeQueue("orders").next(high + 2 * ActiveFeeds.SHARE).stream()
                .map(delivery -> delivery.message().bodyText())
                .toList();

        var expected = new ArrayList<String>();
        for (int i = 0; i < 4; i++) {
            expected.addAll(Collections.nCopies(ActiveFeeds.PATIENCE, "high"));
            expected.addAll(Collections.nCopies(i < 2 ? ActiveFeeds.SHARE : 0, "low"));
        }
        assertThat(bodies).isEqualTo(expected);
    }
}

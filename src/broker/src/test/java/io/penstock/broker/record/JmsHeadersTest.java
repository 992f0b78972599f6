package io.penstock.broker.record;

import io.penstock.Message;
import io.penstock.PenstockException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a consumer of Jakarta Messaging could not read is refused whoever sends it, with its name. */
class JmsHeadersTest {

    private static final Instant NOW = Instant.EPOCH;

    private final MessageRules rules = new MessageRules(1 << 20);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "JMSDeliveryMode|7|use 1 (NON_PERSISTENT) or 2 (PERSISTENT)",
                "JMSDeliveryMode|''|use 1",
                "JMSMessageKind|letter|use message, text",
                "JMSReplyTo|orders|queue:NAME",
                "JMSReplyTo|queue:a b|queue:NAME",
                "JMSReplyTo|queue:|queue:NAME",
                "JMSPropertyTypes|price|name=type",
                "JMSPropertyTypes|price=q|name=type",
                "JMSPropertyTypes|color=i|type 'i' for 'color'",
                "JMSPriority|9|the message's priority",
                "JMSExpiration|5|the message's time to live",
                "JMSFoo|x|none that Jakarta Messaging knows"
            })
    void shouldRefuseAWrongValueByName(String name, String value, String reason) {
        var message =
                Message.to("orders").header("color", "red").header(name, value).build();

        assertThatThrownBy(() -> rules.check(message, NOW))
                .isInstanceOf(PenstockException.InvalidMessage.class)
                .hasMessageContaining("'" + name + "'")
                .hasMessageContaining(reason);
    }

    @Test
    void shouldTakeRightValues() {
        var message = Message.to("orders")
                .header("JMSCorrelationID", "request-7")
                .header("JMSType", "answer")
                .header("JMSMessageKind", "text")
                .header("JMSDeliveryMode", "2")
                .header("JMSReplyTo", "topic:answers")
                .header("JMSXGroupID", "g")
                .header("JMS_vendor", "v")
                .header("price", "2.5")
                .header("JMSPropertyTypes", "price=d,urgent=z")
                .build();

        assertThat(rules.check(message, NOW)).isPositive();
    }
}

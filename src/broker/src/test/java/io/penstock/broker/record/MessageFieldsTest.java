package io.penstock.broker.record;

import io.penstock.Message;
import io.penstock.broker.filter.Filter;
import io.penstock.broker.filter.UntypedText;
import io.penstock.journal.record.BatchFormat;
import io.penstock.journal.record.EncodedRecord;
import io.penstock.journal.record.RecordBatch;
import io.penstock.journal.record.Varint;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.zip.CRC32C;

import static org.assertj.core.api.Assertions.assertThat;

class MessageFieldsTest {

    private static final long OFFSET = 42;

    private final Address address = new Address("orders", 0, 0, 3, () -> 0xabcL);

    @Test
    void shouldGivePropertiesOfJmsMessagesTheTypesThatTheyWereSetWith() {
        var fields = fields(Message.to("orders")
                .header("JMSMessageKind", "text")
                .header("JMSPropertyTypes", "z=z,b=b,s=s,i=i,l=l,f=f,d=d,none=n")
                .header("z", "true")
                .header("b", "1")
                .header("s", "2")
                .header("i", "3")
                .header("l", "4")
                .header("f", "0.1")
                .header("d", "6.5")
                .header("none", "")
                .header("text", "7"));

        assertThat(fields.value("z")).isEqualTo(true);
        assertThat(fields.value("b")).isEqualTo((byte) 1);
        assertThat(fields.value("s")).isEqualTo((short) 2);
        assertThat(fields.value("i")).isEqualTo(3);
        assertThat(fields.value("l")).isEqualTo(4L);
        assertThat(fields.value("f")).isEqualTo(0.1f);
        assertThat(fields.value("d")).isEqualTo(6.5);
        assertThat(fields.value("none")).isNull();
        assertThat(fields.value("text")).isEqualTo("7");
        assertThat(fields.value("missing")).isNull();
        assertThat(matches("text > 3", fields)).isFalse();
        assertThat(matches("NOT (text > 3) AND i = 3 AND z AND f = 0.1F AND none IS NULL", fields))
                .isTrue();
    }

    @Test
    void shouldLetWhatOthersSendCountAsNumbersAndBooleans() {
        var fields = fields(Message.to("orders")
                .header("amount", "12")
                .header("urgent", "true")
                .header("region", "eu"));

        assertThat(fields.value("amount")).isEqualTo(new UntypedText("12"));
        assertThat(matches("amount > 3 AND amount = '12' AND urgent AND urgent = TRUE AND region = 'eu'", fields))
                .isTrue();
        assertThat(matches("amount > 12.5", fields)).isFalse();
        assertThat(matches("region > 3 OR region <> 3", fields)).isFalse();
    }

    @Test
    void shouldFindAPropertysTypeByItsWholeName() {
        var fields = fields(Message.to("orders")
                .header("JMSMessageKind", "text")
                .header("JMSPropertyTypes", "xa=i,a=l,ab=d")
                .header("a", "1")
                .header("b", "2")
                .header("x", "3")
                .header("xa", "4"));

        assertThat(fields.value("a")).isEqualTo(1L);
        assertThat(fields.value("b")).isEqualTo("2");
        assertThat(fields.value("x")).isEqualTo("3");
        assertThat(fields.value("xa")).isEqualTo(4);
    }

    @Test
    void shouldTreatAValueThatContradictsItsTypeAsUnknown() {
        var fields = fields(Message.to("orders")
                .header("JMSMessageKind", "text")
                .header("JMSPropertyTypes", "a=i,b=q,c=int,d=,e")
                .header("a", "one")
                .header("b", "1")
                .header("c", "1")
                .header("d", "1")
                .header("e", "1"));

        assertThat(fields.value("a")).isNull();
        assertThat(fields.value("b")).isNull();
        assertThat(fields.value("c")).isNull();
        assertThat(fields.value("d")).isNull();
        assertThat(fields.value("e")).isEqualTo("1");
    }

    @Test
    void shouldKnowTheHeaderFieldsThatSelectorsMayUse() {
        var sent = Message.to("orders")
                .id("ID:7")
                .timestamp(Instant.ofEpochMilli(1_700_000_000_123L))
                .header("JMSMessageKind", "text")
                .priority(9)
                .header("JMSDeliveryMode", "1")
                .header("JMSCorrelationID", "c-1")
                .header("JMSType", "car");

        assertThat(matches(
                        "JMSMessageID = 'ID:7' AND JMSTimestamp = 1700000000123 AND JMSPriority > 8"
                                + " AND JMSDeliveryMode = 'NON_PERSISTENT' AND JMSCorrelationID LIKE 'c-_' AND JMSType = 'car'",
                        fields(sent)))
                .isTrue();
    }

    @Test
    void shouldFillInWhatAMessageDoesNotSay() {
        var fields = fields(Message.to("orders"));

        assertThat(fields.value("JMSMessageID")).isEqualTo("ID:abc-3-42");
        assertThat(fields.value("JMSPriority")).isEqualTo(4);
        assertThat(fields(Message.to("orders").priority(8)).value("JMSPriority"))
                .isEqualTo(8);
        assertThat(fields.value("JMSDeliveryMode")).isEqualTo("PERSISTENT");
        assertThat(fields.value("JMSTimestamp")).isEqualTo(1_000L);
        assertThat(fields.value("JMSCorrelationID")).isNull();
        assertThat(fields.value("JMSType")).isNull();
        assertThat(fields.value(MessageFields.KEY)).isNull();
        assertThat(fields(Message.to("orders").id("order-7")).value("JMSMessageID"))
                .isEqualTo("ID:order-7");
    }

    @Test
    void shouldGiveTheKeyAsText() {
        assertThat(matches("penstock_key = 'k-7'", fields(Message.to("orders").key("k-7"))))
                .isTrue();
        assertThat(matches("penstock_key = 7", fields(Message.to("orders").key("7"))))
                .isTrue();
        assertThat(matches(
                        "penstock_key = '7' AND NOT (penstock_key = 7)",
                        fields(Message.to("orders").key("7").header("JMSMessageKind", "text"))))
                .isTrue();
        assertThat(matches("penstock_key IS NULL", fields(Message.to("orders").header("penstock_key", "a property"))))
                .isTrue();
    }

    private static boolean matches(String filter, MessageFields fields) {
        return Filter.parse(filter).matches(fields);
    }

    /** A record as it lies in the log. */
    private MessageFields fields(Message.Builder message) {
        EncodedRecord record = MessageCodec.encode(message.body("the body").build(), null, 1_000);
        int length = 1 + Varint.sizeOf(0) + Varint.sizeOf(0) + record.bytes().length;
        var batch = ByteBuffer.allocate(BatchFormat.HEADER_BYTES + Varint.sizeOf(length) + length);
        batch.position(BatchFormat.HEADER_BYTES);
        Varint.put(batch, length);
        batch.put((byte) 0);
        Varint.put(batch, 0);
        Varint.put(batch, 0);
        batch.put(record.bytes());
        var header = new BatchFormat.Header();
        header.baseOffset = OFFSET;
        header.baseTimestamp = record.timestampMillis();
        header.maxTimestamp = record.timestampMillis();
        header.count = 1;
        BatchFormat.putHeader(batch, 0, batch.capacity(), header, new CRC32C());
        return new MessageFields(RecordBatch.of(batch.array()).iterator().next(), address);
    }
}

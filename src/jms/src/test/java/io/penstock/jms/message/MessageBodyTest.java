package io.penstock.jms.message;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotReadableException;
import jakarta.jms.MessageNotWriteableException;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The five types of message and the states of their bodies (sections 3.10 and 3.11). */
class MessageBodyTest {

    @Test
    void shouldReadBytesAsTheyWereWritten() throws JMSException {
        var message = new PenstockBytesMessage();
        message.writeBoolean(true);
        message.writeByte((byte) -1);
        message.writeShort((short) -2);
        message.writeChar('ü');
        message.writeInt(3);
        message.writeLong(4L);
        message.writeFloat(5.5f);
        message.writeDouble(6.5);
        message.writeUTF("text");
        message.writeObject(7);
        message.writeBytes(new byte[] {8, 9, 10}, 1, 2);

        var received = (BytesMessage) Samples.throughTheLog(message);

        assertThat(received.getBodyLength()).isEqualTo(42);
        assertThat(received.readBoolean()).isTrue();
        assertThat(received.readUnsignedByte()).isEqualTo(255);
        assertThat(received.readUnsignedShort()).isEqualTo(65_534);
        assertThat(received.readChar()).isEqualTo('ü');
        assertThat(received.readInt()).isEqualTo(3);
        assertThat(received.readLong()).isEqualTo(4);
        assertThat(received.readFloat()).isEqualTo(5.5f);
        assertThat(received.readDouble()).isEqualTo(6.5);
        assertThat(received.readUTF()).isEqualTo("text");
        assertThat(received.readInt()).isEqualTo(7);
        byte[] rest = new byte[5];
        assertThat(received.readBytes(rest)).isEqualTo(2);
        assertThat(rest).startsWith(9, 10);
        assertThat(received.readBytes(rest)).isEqualTo(-1);
        assertThatThrownBy(received::readByte).isInstanceOf(MessageEOFException.class);
        received.reset();
        assertThat(received.readBoolean()).isTrue();
    }

    @Test
    void shouldLetBytesBeEitherWrittenOrRead() throws JMSException {
        var message = new PenstockBytesMessage();
        message.writeInt(1);
        assertThatThrownBy(message::readInt).isInstanceOf(MessageNotReadableException.class);
        assertThatThrownBy(message::getBodyLength).isInstanceOf(MessageNotReadableException.class);

        message.reset();
        assertThat(message.readInt()).isEqualTo(1);
        assertThatThrownBy(() -> message.writeInt(2)).isInstanceOf(MessageNotWriteableException.class);

        message.clearBody();
        message.writeInt(3);
        message.reset();
        assertThat(message.getBodyLength()).isEqualTo(4);
    }

    @Test
    void shouldReadMapValuesByName() throws JMSException {
        var message = new PenstockMapMessage();
        message.setString("name", "Ada");
        message.setInt("age", 36);
        message.setChar("initial", 'A');
        message.setBytes("raw", new byte[] {1, 2, 3}, 1, 1);
        message.setObject("nothing", null);

        var received = (MapMessage) Samples.throughTheLog(message);

        assertThat(received.getString("name")).isEqualTo("Ada");
        assertThat(received.getLong("age")).isEqualTo(36);
        assertThat(received.getChar("initial")).isEqualTo('A');
        assertThat(received.getBytes("raw")).containsExactly(2);
        assertThat(received.getObject("nothing")).isNull();
        assertThat(received.itemExists("nothing")).isTrue();
        assertThat(received.itemExists("other")).isFalse();
        assertThat(Collections.list((java.util.Enumeration<?>) received.getMapNames()))
                .isEqualTo(List.of("name", "age", "initial", "raw", "nothing"));
        assertThatThrownBy(() -> received.getInt("name")).isInstanceOf(NumberFormatException.class);
        assertThatThrownBy(() -> received.getShort("age")).isInstanceOf(MessageFormatException.class);
        assertThatThrownBy(() -> received.setInt("age", 1)).isInstanceOf(MessageNotWriteableException.class);
        assertThatThrownBy(() -> message.setInt("", 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> message.setObject("big", BigDecimal.ONE)).isInstanceOf(MessageFormatException.class);
    }

    @Test
    void shouldReadStreamValuesInOrder() throws JMSException {
        var message = new PenstockStreamMessage();
        message.writeInt(1);
        message.writeString("2");
        message.writeObject(3.0);
        message.writeObject(null);

        var received = (StreamMessage) Samples.throughTheLog(message);

        assertThat(received.readString()).isEqualTo("1");
        assertThat(received.readShort()).isEqualTo((short) 2);
        assertThat(received.readObject()).isEqualTo(3.0);
        assertThat(received.readString()).isNull();
        assertThatThrownBy(received::readInt).isInstanceOf(MessageEOFException.class);
        received.reset();
        assertThat(received.readInt()).isEqualTo(1);
    }

    @Test
    void shouldStayAtAStreamValueThatCannotBeReadSo() throws JMSException {
        var message = new PenstockStreamMessage();
        message.writeString("ten");
        message.writeLong(11);
        message.reset();

        assertThatThrownBy(message::readInt).isInstanceOf(NumberFormatException.class);
        assertThat(message.readString()).isEqualTo("ten");
        assertThatThrownBy(message::readInt).isInstanceOf(MessageFormatException.class);
        assertThat(message.readLong()).isEqualTo(11);
    }

    @Test
    void shouldReadAStreamsArrayInPieces() throws JMSException {
        var message = new PenstockStreamMessage();
        message.writeBytes(new byte[] {1, 2, 3, 4});
        message.writeInt(5);
        message.reset();
        byte[] two = new byte[2];

        assertThat(message.readBytes(two)).isEqualTo(2);
        assertThat(two).containsExactly(1, 2);
        assertThatThrownBy(message::readInt).isInstanceOf(MessageFormatException.class);
        assertThat(message.readBytes(two)).isEqualTo(2);
        assertThat(message.readBytes(two)).isEqualTo(-1);
        assertThat(message.readInt()).isEqualTo(5);
    }

    @Test
    void shouldTakeAnObjectAsItWasWhenSet() throws JMSException {
        var message = new PenstockObjectMessage(new TrustedClasses(List.of("java.util.*")));
        var list = new ArrayList<>(List.of("a"));
        message.setObject(list);
        list.add("b");

        assertThat(message.getObject()).isEqualTo(List.of("a"));
        assertThat(Samples.throughTheLog(message, "java.util.ArrayList").getBody(Object.class))
                .isEqualTo(List.of("a"));
    }

    @Test
    void shouldReadObjectsOfTrustedClassesOnly() throws JMSException {
        var message = new PenstockObjectMessage(new TrustedClasses(List.of()));
        message.setObject(new ArrayList<>(List.of(BigDecimal.ONE)));

        assertThatThrownBy(() -> Samples.throughTheLog(message).getBody(Object.class))
                .isInstanceOf(MessageFormatException.class)
                .hasMessageContaining("java.util.ArrayList is not trusted; trusted are none");
        assertThatThrownBy(() ->
                        Samples.throughTheLog(message, "java.util.ArrayList").getBody(Object.class))
                .isInstanceOf(MessageFormatException.class)
                .hasMessageContaining("java.math.BigDecimal is not trusted; trusted are [java.util.ArrayList]");
        assertThat(Samples.throughTheLog(message, "java.util.*", "java.math.**", "java.lang.Number")
                        .getBody(Object.class))
                .isEqualTo(List.of(BigDecimal.ONE));
    }

    @Test
    void shouldRefusePatternsThatWouldUndoTheFilter() {
        assertThatThrownBy(() -> new TrustedClasses(List.of("maxdepth=1000000")))
                .hasMessageContaining("maxdepth=1000000");
        assertThatThrownBy(() -> new TrustedClasses(List.of("a;*"))).hasMessageContaining("a;*");
    }

    @Test
    void shouldGiveTheBodyAsTheTypesThatFit() throws JMSException {
        var text = new PenstockTextMessage();
        text.setText("t");
        var bytes = new PenstockBytesMessage();
        bytes.writeByte((byte) 1);
        var map = new PenstockMapMessage();
        map.setInt("a", 1);

        assertThat(text.getBody(CharSequence.class)).hasToString("t");
        assertThat(text.isBodyAssignableTo(Object.class)).isTrue();
        assertThat(text.isBodyAssignableTo(byte[].class)).isFalse();
        assertThatThrownBy(() -> text.getBody(Map.class)).isInstanceOf(MessageFormatException.class);
        assertThat(bytes.getBody(byte[].class)).containsExactly(1);
        assertThat(map.getBody(Object.class)).isEqualTo(Map.of("a", 1));
        assertThat(new PenstockTextMessage().getBody(Integer.class)).isNull();
        assertThat(new PenstockMessage().isBodyAssignableTo(Integer.class)).isTrue();
        assertThat(new PenstockStreamMessage().isBodyAssignableTo(Object.class)).isFalse();
        assertThatThrownBy(() -> new PenstockStreamMessage().getBody(Object.class))
                .isInstanceOf(MessageFormatException.class);
    }

    @Test
    void shouldGiveMapsAndBytesAsNothingMoreSpecial() throws JMSException {
        var map = new PenstockMapMessage();
        map.setInt("a", 1);
        var bytes = new PenstockBytesMessage();
        bytes.writeByte((byte) 1);

        assertThat(map.isBodyAssignableTo(Map.class)).isTrue();
        assertThat(map.isBodyAssignableTo(HashMap.class)).isFalse();
        assertThatThrownBy(() -> map.getBody(HashMap.class)).isInstanceOf(MessageFormatException.class);
        assertThat(bytes.isBodyAssignableTo(Object.class)).isTrue();
        assertThat(bytes.isBodyAssignableTo(Cloneable.class)).isFalse();
        map.clearBody();
        assertThat((Object) map.getBody(HashMap.class))
                .as("of a map without entries")
                .isNull();
    }

    @Test
    void shouldResetBytesWhenTheirBodyIsTaken() throws JMSException {
        var bytes = new PenstockBytesMessage();
        bytes.writeInt(7);
        bytes.writeInt(8);

        assertThat(bytes.getBody(byte[].class)).hasSize(8);
        assertThat(bytes.readInt()).isEqualTo(7);
        assertThat(bytes.getBody(byte[].class)).hasSize(8);
        assertThat(bytes.readInt()).as("from the beginning again").isEqualTo(7);
    }

    @Test
    void shouldNotSayThatAnUntrustedObjectCouldBeHad() throws JMSException {
        var message = new PenstockObjectMessage(new TrustedClasses(List.of()));
        message.setObject(new ArrayList<>(List.of("a")));

        assertThat(Samples.throughTheLog(message).isBodyAssignableTo(Object.class))
                .isFalse();
        assertThat(Samples.throughTheLog(message, "java.util.*").isBodyAssignableTo(List.class))
                .isTrue();
        assertThat(Samples.throughTheLog(message, "java.util.*").isBodyAssignableTo(Map.class))
                .isFalse();
    }

    @Test
    void shouldTakeNoMoreOfAnArrayThanThereIs() {
        byte[] three = {1, 2, 3};

        assertThatThrownBy(() -> new PenstockMapMessage().setBytes("a", three, 1, 3))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> new PenstockStreamMessage().writeBytes(three, 1, 3))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> new PenstockBytesMessage().writeBytes(three, 1, 3))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void shouldTellAnEmptyArrayInAStreamFromNone() throws JMSException {
        var message = new PenstockStreamMessage();
        message.writeBytes(new byte[0]);
        message.writeBytes(null);
        message.writeInt(5);
        message.reset();
        byte[] two = new byte[2];

        assertThat(message.readBytes(two)).isZero();
        assertThat(message.readBytes(two)).isEqualTo(-1);
        assertThat(message.readInt()).isEqualTo(5);
    }

    @Test
    void shouldMakeAReceivedMessageReadOnlyUntilItIsCleared() throws JMSException {
        var message = new PenstockTextMessage();
        message.setText("sent");
        message.setStringProperty("a", "1");

        var received = (TextMessage) Samples.throughTheLog(message);

        assertThatThrownBy(() -> received.setText("x")).isInstanceOf(MessageNotWriteableException.class);
        assertThatThrownBy(() -> received.setStringProperty("a", "2")).isInstanceOf(MessageNotWriteableException.class);
        received.clearBody();
        assertThat(received.getText()).isNull();
        received.setText("new");
        assertThat(received.getStringProperty("a")).isEqualTo("1");
        received.clearProperties();
        assertThat(received.propertyExists("a")).isFalse();
        received.setStringProperty("a", "2");
        assertThat(received.getText()).isEqualTo("new");
    }

    @Test
    void shouldRefuseNamesThatNoSelectorCouldUse() {
        var message = new PenstockMessage();

        for (String name : List.of("1st", "a-b", "a b", "null", "AND", "JMSPriority", "JMSother")) {
            assertThatThrownBy(() -> message.setIntProperty(name, 1))
                    .isInstanceOf(JMSException.class)
                    .hasMessageContaining(name);
        }
        assertThatThrownBy(() -> message.setIntProperty("", 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> message.setIntProperty(null, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}

package io.penstock.jms.message;

import java.nio.charset.StandardCharsets;
import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.TextMessage;

/** A message whose body is text, which is sent as UTF-8. */
final class PenstockTextMessage extends PenstockMessage implements TextMessage {

    private String text;

    @Override
    MessageKind kind() {
        return MessageKind.TEXT;
    }

    @Override
    byte[] encodedBody() throws MessageFormatException {
        return text == null ? null : WholeText.encode(text, "The text");
    }

    @Override
    void decodeBody(byte[] encoded) {
        text = encoded == null ? null : new String(encoded, StandardCharsets.UTF_8);
    }

    @Override
    Object bodyValue() {
        return text;
    }

    @Override
    void eraseBody() {
        text = null;
    }

    @Override
    public void setText(String string) throws JMSException {
        requireWritable();
        text = string;
    }

    @Override
    public String getText() {
        return text;
    }
}

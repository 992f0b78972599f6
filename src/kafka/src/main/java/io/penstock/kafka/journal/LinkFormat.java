package io.penstock.kafka.journal;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The format of a link within a line of the journal.
 *
 * <pre>
 * int8   flags: 1 if connections are encrypted
 * int16  port, unsigned
 * int16  length of the host, and the host in UTF-8
 * int16  length of the key, and the key; length 0 if all instances have one that they share
 * </pre>
 */
final class LinkFormat {

    private static final byte TLS = 1;
    private static final int PORT_MASK = 0xFFFF;

    private LinkFormat() {}

    static byte[] bytes(OwnerLink link) {
        var host = link.host().getBytes(StandardCharsets.UTF_8);
        var key = link.key() == null ? new byte[0] : link.key();
        return ByteBuffer.allocate(1 + 3 * Short.BYTES + host.length + key.length)
                .put(link.isTls() ? TLS : 0)
                .putShort((short) link.port())
                .putShort((short) host.length)
                .put(host)
                .putShort((short) key.length)
                .put(key)
                .array();
    }

    static OwnerLink read(ByteBuffer line) {
        try {
            boolean isTls = (line.get() & TLS) != 0;
            int port = line.getShort() & PORT_MASK;
            var host = new String(text(line), StandardCharsets.UTF_8);
            var key = text(line);
            return new OwnerLink(host, port, isTls, key.length == 0 ? null : key);
        } catch (BufferUnderflowException e) {
            throw new UnreadableJournalException("has an ownership whose link ends too early");
        }
    }

    /** Bytes behind their length, an int16. */
    static byte[] text(ByteBuffer line) {
        int length = line.getShort();
        if (length < 0 || length > line.remaining()) {
            throw new UnreadableJournalException("has a text of " + length + " bytes");
        }
        var bytes = new byte[length];
        line.get(bytes);
        return bytes;
    }
}

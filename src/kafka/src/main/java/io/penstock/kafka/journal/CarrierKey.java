package io.penstock.kafka.journal;

import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key by which a cell knows the entries that it wrote into records again: anybody who may write to a topic could
 * make them up otherwise. It stands in the journal and in snapshots. It is safe for any thread.
 *
 * <p>The header of a record that carries entries is, big-endian:
 *
 * <pre>
 *  0  int8   format: 1
 *  1  int64  epoch of the ownership
 *  9  int64  number of the record in it
 * 17  bytes  proof: the first 16 bytes of HMAC-SHA256 with the key, of the partition's id (int32), and of all of the
 *            header but the proof
 * 33  bytes  {@linkplain Carried#items items}
 * </pre>
 */
public final class CarrierKey {

    /** The header of a record that carries entries. Messages of users cannot have one of that name. */
    public static final String HEADER = "penstock-entries";

    /** The length of a key. */
    public static final int BYTES = 32;

    private static final byte FORMAT = 1;
    private static final int PROOF_BYTES = 16;
    private static final int PROOF_AT = 17;
    private static final int HEADER_BYTES = PROOF_AT + PROOF_BYTES;
    private static final String HMAC = "HmacSHA256";

    private final byte[] key;
    private final Mac mac;

    /** @throws UnreadableJournalException if it is no key */
    public CarrierKey(byte[] key) {
        if (key.length != BYTES) {
            throw new UnreadableJournalException("has a key of " + key.length + " bytes");
        }
        this.key = key.clone();
        try {
            mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java runtime has no " + HMAC, e);
        }
    }

    /** A new one. */
    public static CarrierKey random() {
        var key = new byte[BYTES];
        new SecureRandom().nextBytes(key);
        return new CarrierKey(key);
    }

    public byte[] bytes() {
        return key.clone();
    }

    /** The bytes that a header takes beside what it carries. */
    public static int headerBytes() {
        return HEADER_BYTES;
    }

    /** Encodes the header of a record in that partition. */
    public byte[] header(TopicPartition partition, Carried carried) {
        return ByteBuffer.allocate(HEADER_BYTES + carried.items().length)
                .put(FORMAT)
                .putLong(carried.epoch())
                .putLong(carried.number())
                .put(proof(partition, carried.epoch(), carried.number(), carried.items()))
                .put(carried.items())
                .array();
    }

    /** What a header says, or null if the cell did not write it for that partition. */
    public @Nullable Carried read(TopicPartition partition, byte @Nullable [] header) {
        if (header == null || header.length < HEADER_BYTES || header[0] != FORMAT) {
            return null;
        }
        var in = ByteBuffer.wrap(header, 1, PROOF_AT - 1);
        long epoch = in.getLong();
        long number = in.getLong();
        var items = Arrays.copyOfRange(header, HEADER_BYTES, header.length);
        var proof = Arrays.copyOfRange(header, PROOF_AT, HEADER_BYTES);
        return MessageDigest.isEqual(proof, proof(partition, epoch, number, items))
                ? new Carried(epoch, number, items)
                : null;
    }

    private synchronized byte[] proof(TopicPartition partition, long epoch, long number, byte[] items) {
        var topic = partition.topic().getBytes(StandardCharsets.UTF_8);
        mac.update(ByteBuffer.allocate(Integer.BYTES + topic.length + 1 + 2 * Long.BYTES)
                .putInt(partition.partition())
                .put(topic)
                .put(FORMAT)
                .putLong(epoch)
                .putLong(number)
                .flip());
        return Arrays.copyOf(mac.doFinal(items), PROOF_BYTES);
    }
}

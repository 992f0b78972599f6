package io.penstock.broker.entry;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The hash by which a message's id is known in memory and in the journal: the first half of its SHA-256, so that every
 * id costs the same, and nobody can make two ids that are taken for one.
 */
public record IdHash(long high, long low) {

    private static final ThreadLocal<MessageDigest> DIGEST = ThreadLocal.withInitial(() -> {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    });

    public static IdHash of(String id) {
        var hash = ByteBuffer.wrap(DIGEST.get().digest(id.getBytes(StandardCharsets.UTF_8)));
        return new IdHash(hash.getLong(), hash.getLong());
    }
}

package io.penstock.journal.archive;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Knows the highest offset of each key, of a bounded number of keys. Keys are known by 128 bits of their SHA-256, so
 * that nobody can make two keys that are taken for one.
 */
final class KeyOffsets {

    private static final int LONGS_PER_SLOT = 3;

    private final MessageDigest digest;
    private final long[] slots;
    private final int mask;
    private final int maxKeys;
    private int size;

    KeyOffsets(int maxKeys) {
        this.maxKeys = maxKeys;
        // At least twice as many slots as keys, so that the next free one is near.
        var capacity = 4 * Integer.highestOneBit(maxKeys - 1 | 1);
        slots = new long[LONGS_PER_SLOT * capacity];
        mask = capacity - 1;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** @return false if it is full and does not know the key */
    boolean put(byte[] key, long offset) {
        var slot = slot(key);
        if (slots[slot + 2] == 0) {
            if (size == maxKeys) {
                return false;
            }
            size++;
        }
        // One more than the offset, so that an empty slot has none.
        slots[slot + 2] = offset + 1;
        return true;
    }

    /** -1 if it does not know the key. */
    long get(byte[] key) {
        return slots[slot(key) + 2] - 1;
    }

    private int slot(byte[] key) {
        var hash = ByteBuffer.wrap(digest.digest(key));
        var high = hash.getLong();
        var low = hash.getLong();
        for (var place = (int) low & mask; ; place = place + 1 & mask) {
            var slot = LONGS_PER_SLOT * place;
            if (slots[slot + 2] == 0 || slots[slot] == high && slots[slot + 1] == low) {
                slots[slot] = high;
                slots[slot + 1] = low;
                return slot;
            }
        }
    }
}

package io.penstock.broker.backlog;

import java.util.TreeMap;

/**
 * Keeps the sizes of those records of one partition that a subscription has not settled, so that a limit of bytes can
 * be counted: four bytes each, in blocks that go when all of a block is settled. Not thread-safe.
 */
final class RecordSizeTable {

    /** Records of a block: one that stays long pins no more than 4 KiB. */
    private static final int BLOCK = 1 << 10;

    private final TreeMap<Long, Block> blocks = new TreeMap<>();

    private static final class Block {
        /** The size of the record at each place, plus one; 0 for no record. */
        private final int[] sizes = new int[BLOCK];

        private int count;
        private long bytes;
    }

    /** Adds a record. The result is false if it is there. */
    boolean put(long offset, int bytes) {
        var block = blocks.computeIfAbsent(offset / BLOCK, number -> new Block());
        int place = (int) (offset % BLOCK);
        if (block.sizes[place] != 0) {
            return false;
        }
        block.sizes[place] = bytes + 1;
        block.count++;
        block.bytes += bytes;
        return true;
    }

    /** The size of that record; 0 if it is not there. */
    int size(long offset) {
        var block = blocks.get(offset / BLOCK);
        return block == null ? 0 : Math.max(0, block.sizes[(int) (offset % BLOCK)] - 1);
    }

    /** Takes the records of a range away; returns how many bytes they had. */
    long remove(long from, long to) {
        long bytes = 0;
        var next = blocks.ceilingEntry(from / BLOCK);
        while (next != null && next.getKey() * BLOCK < to) {
            long base = next.getKey() * BLOCK;
            bytes += from <= base && to >= base + BLOCK
                    ? blocks.remove(next.getKey()).bytes
                    : removeWithin(next.getKey(), next.getValue(), Math.max(from, base), Math.min(to, base + BLOCK));
            next = blocks.higherEntry(next.getKey());
        }
        return bytes;
    }

    private long removeWithin(long number, Block block, long from, long to) {
        long before = block.bytes;
        for (int place = (int) (from % BLOCK); place < to - number * BLOCK; place++) {
            if (block.sizes[place] != 0) {
                block.bytes -= block.sizes[place] - 1;
                block.count--;
                block.sizes[place] = 0;
            }
        }
        long removed = before - block.bytes;
        if (block.count == 0) {
            blocks.remove(number);
        }
        return removed;
    }
}

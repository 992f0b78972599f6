package io.penstock.conformance.fault;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Holds one file of a {@link FaultyStorage}: what is read from it, what is on the disk, and the writes in between. */
final class FileContent {

    /** The number of bytes that a disk writes in one step, so that a crash leaves any combination of such sectors. */
    private static final int SECTOR_BYTES = 512;

    /** The share of sectors that a crash cuts at some byte, one in so many: disks promise less than their makers. */
    private static final int SECTORS_PER_TEAR = 8;

    private byte[] current;
    private byte[] forced;
    private final List<Write> unforced = new ArrayList<>();

    /** The name of the file now: whoever opened it before it was renamed does not know. */
    volatile String name;

    /**
     * A write, or a cut, that is not on the disk yet.
     *
     * @param cuts whether the file ends at the position instead of being written there
     */
    private record Write(int position, byte[] bytes, boolean cuts) {

        byte[] applyTo(byte[] target, int length) {
            return cuts
                    ? Arrays.copyOf(target, Math.min(position, target.length))
                    : put(target, bytes, length, position);
        }
    }

    /** A file of which these bytes are on the disk. */
    FileContent(String name, byte[] bytes) {
        this.name = name;
        current = bytes.clone();
        forced = bytes.clone();
    }

    int size() {
        return current.length;
    }

    byte[] current() {
        return current.clone();
    }

    byte[] forced() {
        return forced.clone();
    }

    boolean isForced() {
        return unforced.isEmpty();
    }

    int read(byte[] target, int position) {
        var count = Math.min(target.length, current.length - position);
        System.arraycopy(current, position, target, 0, count);
        return count;
    }

    void write(byte[] bytes, int position) {
        if (bytes.length > 0) {
            current = put(current, bytes, bytes.length, position);
            unforced.add(new Write(position, bytes, false));
        }
    }

    void truncate(int size) {
        if (size < current.length) {
            current = Arrays.copyOf(current, size);
            unforced.add(new Write(size, new byte[0], true));
        }
    }

    void force() {
        for (var write : unforced) {
            forced = write.applyTo(forced, write.bytes.length);
        }
        unforced.clear();
    }

    /**
     * Lets a force fail as Linux does: some of the content reaches the disk, and the rest never will, though it is read
     * until a crash.
     */
    void failForce(Random random) {
        forced = afterCrash(random);
        unforced.clear();
    }

    /** Changes what is read and what is on the disk alike. */
    void flip(int position, int bit) {
        current[position] ^= (byte) (1 << bit);
        if (position < forced.length) {
            forced[position] ^= (byte) (1 << bit);
        }
    }

    /** The content on the disk after a crash: all that was forced, and any part of the rest. */
    byte[] afterCrash(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> forced.clone();
            case 1 -> current(random.nextInt(unforced.size() + 1), 0);
            case 2 -> torn(random);
            default -> sectors(random);
        };
    }

    /** The content after so many writes and so many bytes of the next one. */
    private byte[] current(int writes, int bytesOfNext) {
        var left = forced.clone();
        for (var i = 0; i < writes; i++) {
            left = unforced.get(i).applyTo(left, unforced.get(i).bytes.length);
        }
        if (bytesOfNext > 0) {
            left = unforced.get(writes).applyTo(left, bytesOfNext);
        }
        return left;
    }

    /** The writes in their order, the last of them cut at some byte. */
    private byte[] torn(Random random) {
        if (unforced.isEmpty()) {
            return forced.clone();
        }
        var last = random.nextInt(unforced.size());
        return current(last, random.nextInt(unforced.get(last).bytes.length + 1));
    }

    /** Some sectors of some writes, in any order, and perhaps the new size of the file without its content. */
    private byte[] sectors(Random random) {
        var left = random.nextBoolean() ? forced.clone() : Arrays.copyOf(forced, Math.max(forced.length, size()));
        for (var write : unforced) {
            if (write.cuts && random.nextBoolean()) {
                left = write.applyTo(left, 0);
            }
            var from = 0;
            while (from < write.bytes.length) {
                var sector = SECTOR_BYTES - (write.position + from) % SECTOR_BYTES;
                var to = Math.min(write.bytes.length, from + sector);
                if (random.nextBoolean()) {
                    var tear = random.nextInt(SECTORS_PER_TEAR) == 0;
                    var end = tear ? from + random.nextInt(to - from + 1) : to;
                    var bytes = Arrays.copyOfRange(write.bytes, from, end);
                    left = put(left, bytes, bytes.length, write.position + from);
                }
                from = to;
            }
        }
        return left;
    }

    private static byte[] put(byte[] target, byte[] source, int length, int position) {
        var end = position + length;
        if (length == 0) {
            return target;
        }
        var result = end > target.length ? Arrays.copyOf(target, end) : target;
        System.arraycopy(source, 0, result, position, length);
        return result;
    }
}

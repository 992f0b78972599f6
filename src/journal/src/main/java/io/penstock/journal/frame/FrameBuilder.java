package io.penstock.journal.frame;

import io.penstock.journal.record.BatchFormat;
import io.penstock.journal.record.EncodedBatch;
import io.penstock.journal.record.EncodedRecord;
import io.penstock.journal.record.Varint;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Puts one frame together in a buffer that is used again and again. Records are gathered by partition, so that appends
 * of many callers share a batch; batches that come as such stay as they are; an entry ends all batches, so that nothing
 * passes it.
 */
public final class FrameBuilder {

    /**
     * Records of a partition go into a further batch from here on: a batch is read as a whole, and who wants one record
     * should not read a megabyte.
     */
    static final int BATCH_BYTES = 64 << 10;

    /** Frames grow to about this while much is waiting: a larger one gains no throughput, and everyone in it waits. */
    public static final int USUAL_BYTES = 1 << 20;

    /**
     * Bytes that each partition in a frame adds to its usual size, so that a frame over thousands of partitions does
     * not consist of batches of one record, which are little but headers.
     */
    private static final int FURTHER_BYTES_PER_PARTITION = 768;

    /** A frame does not grow beyond this for the sake of its partitions: it still has to be forced in a moment. */
    public static final int MOST_USUAL_BYTES = 4 << 20;

    static final int BATCH_OVERHEAD_BYTES = FrameFormat.SECTION_HEADER_BYTES + BatchFormat.HEADER_BYTES;

    private final Partitions partitions;
    private final int incarnation;
    private final int usualBytes;
    private final int mostUsualBytes;
    private final CRC32C crc = new CRC32C();
    private final BatchFormat.Header batch = new BatchFormat.Header();
    private ByteBuffer buffer;

    /** Partitions with records gathered, in the order in which they got the first. */
    private Partition[] open = new Partition[16];

    private int openCount;

    /** Bytes in the buffer, and bytes that the records gathered will add to it at most. */
    private long reserved;

    private int contentBytes;

    /** Whether the frame is complete but for its header. */
    private boolean ended;

    private int recordCount;

    /**
     * @param usualBytes where a frame is closed, though more is waiting
     * @param mostUsualBytes where that is for a frame with records of very many partitions
     */
    public FrameBuilder(Partitions partitions, int incarnation, int usualBytes, int mostUsualBytes) {
        this.partitions = partitions;
        this.incarnation = incarnation;
        this.usualBytes = usualBytes;
        this.mostUsualBytes = mostUsualBytes;
        batch.epoch = incarnation;
        buffer = ByteBuffer.allocateDirect(usualBytes);
    }

    /** Bytes that a record takes in a frame at most: a batch of its own. */
    static long maxBytesOfBatch(EncodedRecord record) {
        return BATCH_OVERHEAD_BYTES + bytesOfRecord(record);
    }

    static long bytesOfBatch(EncodedBatch batch) {
        return FrameFormat.SECTION_HEADER_BYTES + (long) batch.length();
    }

    static long bytesOfEntry(byte[] entry) {
        return FrameFormat.SECTION_HEADER_BYTES + (long) entry.length;
    }

    private static long bytesOfRecord(EncodedRecord record) {
        return BatchFormat.MAX_RECORD_OVERHEAD_BYTES + (long) record.bytes().length;
    }

    /** Bytes of a frame around so many bytes of content. */
    public static long frameBytes(long contentBytes) {
        return FrameFormat.HEADER_BYTES + contentBytes + FrameFormat.ALIGNMENT - 1;
    }

    /** Starts a frame that has room for at least this; for more only while it is of the usual size. */
    public void begin(long contentBytes) {
        ended = false;
        var needed = Math.max(frameBytes(contentBytes), usualBytes(partitions.count()));
        if (needed > buffer.capacity()) {
            // To the next power of two, so that appends which grow little by little do not each cost a buffer.
            buffer = ByteBuffer.allocateDirect(Integer.highestOneBit((int) needed - 1) << 1);
        }
        buffer.clear().position(FrameFormat.HEADER_BYTES);
        reserved = FrameFormat.HEADER_BYTES + FrameFormat.ALIGNMENT - 1L;
        recordCount = 0;
    }

    public boolean hasRoomFor(Append append) {
        return reserved + append.maxFrameBytes() <= Math.min(usualBytes(openCount), buffer.capacity());
    }

    private long usualBytes(int partitionCount) {
        return Math.min(mostUsualBytes, usualBytes + (long) partitionCount * FURTHER_BYTES_PER_PARTITION);
    }

    public void add(Append append) {
        AppendItem item = append.isEmpty() ? null : append;
        while (item != null) {
            if (item.partition == AppendItem.ENTRY) {
                putEntry(item.entry);
            } else if (item.batch != null) {
                copyBatch(item);
            } else {
                gather(item);
            }
            item = item.nextInAppend;
        }
    }

    private void putEntry(byte[] entry) {
        putBatches();
        buffer.putInt(FrameFormat.ENTRY).putInt(entry.length).put(entry);
        reserved += bytesOfEntry(entry);
    }

    /** Puts a batch in as it was serialised, behind what is gathered for its partition. */
    private void copyBatch(AppendItem item) {
        var partition = partitions.obtain(item.partition);
        var encoded = item.batch;
        if (partition.firstGathered != null) {
            putBatch(partition);
        }
        item.offset = partition.nextOffset;
        buffer.putInt(partition.id).putInt(encoded.length());
        encoded.put(buffer, item.offset, incarnation);
        partition.nextOffset += encoded.count();
        recordCount += encoded.count();
        reserved += bytesOfBatch(encoded);
    }

    private void gather(AppendItem item) {
        var partition = partitions.obtain(item.partition);
        var bytes = bytesOfRecord(item.record);
        if (partition.firstGathered != null && partition.gatheredBytes + bytes > BATCH_BYTES) {
            putBatch(partition);
        }
        if (partition.firstGathered == null) {
            partition.firstGathered = item;
            partition.gatheredBytes = 0;
            reserved += BATCH_OVERHEAD_BYTES;
            if (partition.lastGathered == null) {
                opened(partition);
            }
        } else {
            partition.lastGathered.nextInBatch = item;
        }
        recordCount++;
        partition.lastGathered = item;
        partition.gatheredBytes += (int) bytes;
        reserved += bytes;
    }

    private void opened(Partition partition) {
        if (openCount == open.length) {
            open = Arrays.copyOf(open, 2 * openCount);
        }
        open[openCount++] = partition;
    }

    private void putBatches() {
        for (var i = 0; i < openCount; i++) {
            if (open[i].firstGathered != null) {
                putBatch(open[i]);
            }
            open[i].lastGathered = null;
            open[i] = null;
        }
        openCount = 0;
    }

    /** Writes what is gathered; {@code lastGathered} stays set as the mark of a partition in {@link #open}. */
    private void putBatch(Partition partition) {
        var section = buffer.position();
        var start = section + FrameFormat.SECTION_HEADER_BYTES;
        buffer.position(start + BatchFormat.HEADER_BYTES);
        var item = partition.firstGathered;
        batch.baseOffset = partition.nextOffset;
        batch.baseTimestamp = item.record.timestampMillis();
        batch.maxTimestamp = batch.baseTimestamp;
        batch.count = 0;
        while (item != null) {
            putRecord(item);
            var next = item.nextInBatch;
            item.nextInBatch = null;
            item = next;
        }
        partition.firstGathered = null;
        partition.nextOffset += batch.count;
        var end = buffer.position();
        BatchFormat.putHeader(buffer, start, end, batch, crc);
        buffer.putInt(section, partition.id).putInt(section + 4, end - start);
    }

    private void putRecord(AppendItem item) {
        var record = item.record;
        var delta = batch.count++;
        var bytes = record.bytes();
        var timestampDelta = record.timestampMillis() - batch.baseTimestamp;
        batch.maxTimestamp = Math.max(batch.maxTimestamp, record.timestampMillis());
        item.offset = batch.baseOffset + delta;
        Varint.put(buffer, 1L + Varint.sizeOf(timestampDelta) + Varint.sizeOf(delta) + bytes.length);
        buffer.put((byte) 0);
        Varint.put(buffer, timestampDelta);
        Varint.put(buffer, delta);
        buffer.put(bytes);
    }

    /** Adds the end offset of every partition, so that a file can be read without those before it. */
    public void putOffsets() {
        var later = partitions.firstOffset() > 0;
        var count = partitions.count() + (later ? 1 : 0);
        buffer.putInt(FrameFormat.OFFSETS).putInt(count * FrameFormat.OFFSET_BYTES);
        if (later) {
            buffer.putInt(FrameFormat.UNSEEN).putLong(partitions.firstOffset());
        }
        for (var partition : partitions.all()) {
            if (partition != null) {
                buffer.putInt(partition.id).putLong(partition.index.endOffset());
            }
        }
    }

    /** Whether nothing was added since {@link #begin}. */
    public boolean isEmpty() {
        return openCount == 0 && buffer.position() == FrameFormat.HEADER_BYTES;
    }

    /** Records added since {@link #begin}. */
    public int recordCount() {
        return recordCount;
    }

    /**
     * Writes what is gathered and pads the frame, which then is complete but for its header. Returns its length, again
     * if it is called again.
     */
    public int end() {
        if (ended) {
            return buffer.limit();
        }
        ended = true;
        putBatches();
        var content = buffer.position() - FrameFormat.HEADER_BYTES;
        while (buffer.position() % FrameFormat.ALIGNMENT != 0) {
            buffer.put((byte) 0);
        }
        contentBytes = content;
        buffer.flip();
        return buffer.limit();
    }

    /** The bytes of the whole frame. */
    public ByteBuffer bytes() {
        return buffer.rewind();
    }

    /** Completes the frame for its place, and returns what its header says. */
    public FrameFormat.Header seal(byte[] seed, byte flags, long sequence, long durable) {
        var header = new FrameFormat.Header(buffer.limit(), flags, incarnation, sequence, durable, contentBytes);
        FrameFormat.putHeader(buffer, header, seed, crc);
        return header;
    }
}

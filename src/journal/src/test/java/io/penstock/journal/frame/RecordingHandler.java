package io.penstock.journal.frame;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what it was told, one line for each call. */
public final class RecordingHandler implements FrameHandler {

    public final List<String> told = new CopyOnWriteArrayList<>();

    @Override
    public void records(int partition, long baseOffset, int count) {
        told.add("records " + partition + "@" + baseOffset + "+" + count);
    }

    @Override
    public void entry(ByteBuffer entry) {
        told.add("entry " + StandardCharsets.UTF_8.decode(entry));
    }

    @Override
    public void endOfFrame(long sequence) {
        told.add("end " + sequence);
    }

    public List<String> withoutFrames() {
        return told.stream().filter(line -> !line.startsWith("end ")).toList();
    }
}

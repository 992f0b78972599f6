package io.penstock.remote.wire;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.parsetools.RecordParser;

import java.util.function.Consumer;
import java.util.function.IntSupplier;

/** Cuts what comes over a connection into frames. A length is judged before anything is kept of what it announces. */
public final class FrameParser implements Handler<Buffer> {

    private final RecordParser parser = RecordParser.newFixed(Frame.LENGTH_BYTES);
    private final IntSupplier maxBytes;
    private final Consumer<Frame> frames;
    private boolean isLength = true;

    /** @param maxBytes the longest frame that may come now */
    public FrameParser(IntSupplier maxBytes, Consumer<Frame> frames) {
        this.maxBytes = maxBytes;
        this.frames = frames;
        parser.setOutput(this::next);
    }

    /** @throws MalformedFrame if a frame is too short or too long */
    @Override
    public void handle(Buffer buffer) {
        parser.handle(buffer);
    }

    private void next(Buffer part) {
        if (isLength) {
            int length = part.getInt(0);
            int most = maxBytes.getAsInt();
            if (length < Frame.HEADER_BYTES || length > most) {
                throw new MalformedFrame("A frame has " + Integer.toUnsignedLong(length) + " bytes: "
                        + Frame.HEADER_BYTES + " to " + most + " are possible.");
            }
            isLength = false;
            parser.fixedSizeMode(length);
        } else {
            isLength = true;
            parser.fixedSizeMode(Frame.LENGTH_BYTES);
            frames.accept(Frame.of(part));
        }
    }
}

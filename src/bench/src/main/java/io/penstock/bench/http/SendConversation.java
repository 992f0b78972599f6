package io.penstock.bench.http;

import io.penstock.bench.measure.Meter;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/** Sends the same request again and again, and counts the messages of which the answer says that they are written. */
final class SendConversation implements Conversation {

    private static final int NO_CONTENT = 204;
    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final byte[] CREATED_ITEM = "\"status\":201".getBytes(StandardCharsets.US_ASCII);

    private final ByteBuffer request;
    private final int together;
    private final int expected;
    private final Meter meter;
    private final BooleanSupplier wanted;
    private long beganNanos;

    private SendConversation(ByteBuffer request, int together, int expected, Meter meter, BooleanSupplier wanted) {
        this.request = request.duplicate();
        this.together = together;
        this.expected = expected;
        this.meter = meter;
        this.wanted = wanted;
    }

    /** Sends what is dropped. */
    static Conversation dropped(ByteBuffer request, Meter meter) {
        return new SendConversation(request, 1, NO_CONTENT, meter, () -> !meter.isStopped());
    }

    /** Sends a message at a time. */
    static Conversation single(ByteBuffer request, Meter meter) {
        return new SendConversation(request, 1, CREATED, meter, () -> !meter.isStopped());
    }

    /** Sends that many messages at a time, as long as they are wanted. */
    static Conversation batch(ByteBuffer request, int together, Meter meter, BooleanSupplier wanted) {
        return new SendConversation(request, together, OK, meter, wanted);
    }

    @Override
    public ByteBuffer next() {
        if (!wanted.getAsBoolean()) {
            return null;
        }
        beganNanos = System.nanoTime();
        return request.rewind();
    }

    @Override
    public void answered(HttpAnswer answer) {
        if (answer.status() != expected || together > 1 && answer.count(CREATED_ITEM) != together) {
            throw new IllegalStateException("A send was answered with " + answer.summary());
        }
        meter.took(System.nanoTime() - beganNanos);
        meter.completed(together);
    }
}

package io.penstock.bench.http;

import io.penstock.bench.measure.Meter;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/** Takes messages by a long poll, and accepts them together by the next request. */
final class PollConversation implements Conversation {

    private static final int OK = 200;
    private static final byte[] TOKEN = "\"token\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ACCEPTED = "\"status\":204".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FIRST = "{\"items\":[{\"token\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NEXT = "\",\"action\":\"ACCEPT\"},{\"token\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LAST = "\",\"action\":\"ACCEPT\"}]}".getBytes(StandardCharsets.US_ASCII);

    /** More than an item with its token takes. */
    private static final int ITEM_BYTES = 128;

    private final String path;
    private final ByteBuffer poll;
    private final ByteBuffer items;
    private final Meter meter;
    private final BooleanSupplier wanted;

    /** Messages that were handed out by the last poll, and are accepted by the next request. */
    private int taken;

    private boolean isSettling;
    private long beganNanos;

    /**
     * @param max the most messages of a poll
     * @param wanted whether to go on after what was taken has been accepted
     */
    PollConversation(String queue, int max, Meter meter, BooleanSupplier wanted) {
        path = "destinations/" + queue + "/subscriptions/" + queue + "/deliveries";
        poll = HttpRequest.of("POST", path + "?max=" + max + "&wait=PT1S", "");
        items = ByteBuffer.allocate(max * ITEM_BYTES);
        this.meter = meter;
        this.wanted = wanted;
    }

    @Override
    public ByteBuffer next() {
        if (taken > 0) {
            isSettling = true;
            var head = HttpRequest.head("POST", path + "/settle", HttpRequest.JSON, items.remaining());
            return ByteBuffer.allocate(head.length + items.remaining())
                    .put(head)
                    .put(items)
                    .flip();
        }
        if (!wanted.getAsBoolean()) {
            return null;
        }
        isSettling = false;
        beganNanos = System.nanoTime();
        return poll.rewind();
    }

    @Override
    public void answered(HttpAnswer answer) {
        if (answer.status() != OK) {
            throw new IllegalStateException("A poll or its acceptance was answered with " + answer.summary());
        }
        if (!isSettling) {
            take(answer);
        } else if (answer.count(ACCEPTED) == taken) {
            meter.took(System.nanoTime() - beganNanos);
            meter.group();
            meter.completed(taken);
            taken = 0;
        } else {
            throw new IllegalStateException("Of " + taken + " messages not all were accepted: " + answer.summary());
        }
    }

    private void take(HttpAnswer answer) {
        items.clear();
        for (int at = answer.endOf(TOKEN, 0); at >= 0; at = answer.endOf(TOKEN, at)) {
            items.put(taken == 0 ? FIRST : NEXT);
            answer.copyToQuote(at, items);
            taken++;
        }
        if (taken > 0) {
            items.put(LAST);
        }
        items.flip();
    }
}

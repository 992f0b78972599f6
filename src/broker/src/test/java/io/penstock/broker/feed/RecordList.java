package io.penstock.broker.feed;

import io.penstock.Destination;
import io.penstock.Message;
import io.penstock.broker.destination.LocalDestination;
import io.penstock.broker.destination.TestDestinations;
import io.penstock.broker.filter.Fields;
import io.penstock.broker.record.RecordView;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The records of queue {@code q}, which has one partition, in memory; and the destination that they are in. */
public final class RecordList implements RecordView.Source {

    public final LocalDestination destination =
            TestDestinations.of(Destination.queue("q").build());

    private final List<RecordView> records = new ArrayList<>();

    private record Sent(long offset, byte[] key, long deliverAtMillis, Message message) implements RecordView {

        @Override
        public String target() {
            return null;
        }

        @Override
        public long expiresAtMillis() {
            return message.expiresAt().map(Instant::toEpochMilli).orElse(Long.MAX_VALUE);
        }

        @Override
        public Fields fields() {
            return name -> message.headers().get(name);
        }
    }

    public void send(String key) {
        send(Message.to("q").key(key), 0);
    }

    public void send(Message.Builder content, long deliverAtMillis) {
        long offset = records.size();
        var message = content.body("b").id("m" + offset).build();
        records.add(new Sent(offset, message.key(), deliverAtMillis, message));
        destination.partition(0).endOffset(offset + 1);
        destination.grown(1);
    }

    @Override
    public RecordView from(long offset) {
        return offset < records.size() ? records.get((int) offset) : null;
    }

    @Override
    public long startOffset() {
        return 0;
    }
}

package io.penstock.kafka.log;

import io.penstock.kafka.journal.FrameItems;
import io.penstock.kafka.owner.CellOwnership;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;

import java.util.List;

/** Sends frames of plain records without waiting for them. One producer sends all, so their order remains. */
final class PlainLane {

    private final Producer<byte[], byte[]> producer;
    private final CellOwnership ownership;
    private final Runnable acknowledged;

    /** @param acknowledged is told whenever all of a frame was */
    PlainLane(Producer<byte[], byte[]> producer, CellOwnership ownership, Runnable acknowledged) {
        this.producer = producer;
        this.ownership = ownership;
        this.acknowledged = acknowledged;
    }

    /** Sends a frame, with what else is to stand in its line of the journal. */
    PlainFrame send(List<Outgoing> appends, ToldSince since) {
        var frame = new PlainFrame(appends, acknowledged);
        for (var append : appends) {
            for (var part : append.parts) {
                if (part instanceof Part.Records written && written.place.topic() != null) {
                    frame.sending();
                    producer.send(
                            Batches.toKafka(written.place.inKafka(), written.records.get(0)),
                            (metadata, failure) -> frame.ended(append, written, metadata, failure));
                }
            }
        }
        var items = items(appends, since);
        if (items != null) {
            frame.sending();
            ownership.write(items.lines().get(0), frame::lineEnded);
        }
        frame.sent();
        return frame;
    }

    /** A frame has a line for its entries, and if an append without anything asks for one. */
    private static @Nullable FrameItems items(List<Outgoing> appends, ToldSince since) {
        boolean asked = appends.stream().anyMatch(append -> append.parts.isEmpty());
        if (!(asked && !since.isEmpty()) && appends.stream().noneMatch(Outgoing::hasEntries)) {
            return null;
        }
        var items = new FrameItems();
        since.moveTo(items);
        for (var append : appends) {
            for (var part : append.parts) {
                if (part instanceof Part.Entry entry) {
                    items.entry(entry.bytes());
                } else if (part instanceof Part.Text text) {
                    items.text(text.bytes());
                } else if (part instanceof Part.Topic topic) {
                    items.topic(topic.id(), topic.name());
                }
            }
        }
        return items;
    }
}

package io.penstock.postgres.outbox;

import io.penstock.BrowseRequest;
import io.penstock.Message;
import io.penstock.StoredMessage;
import io.penstock.broker.BrokerOptions;
import io.penstock.broker.EmbeddedBroker;
import io.penstock.journal.archive.ArchiveOptions;
import io.penstock.journal.log.LogOptions;
import io.penstock.journal.young.JournalOptions;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** A broker with small files, and what lies in it. */
final class TestLog {

    private static final int PAGE = 10_000;

    private static final int MAX_MESSAGE_BYTES = 64 << 10;

    private TestLog() {}

    static EmbeddedBroker open(Path directory) {
        var small = LogOptions.of(new JournalOptions(5 << 19, 5 << 18, 1 << 20, 50))
                .withArchive(new ArchiveOptions(128 << 10, 8, 1 << 20, 4, 1_000))
                .withYoungFiles(2);
        return EmbeddedBroker.open(BrokerOptions.in(directory)
                .withMaxMessageBytes(MAX_MESSAGE_BYTES)
                .withLog(small));
    }

    /** The bodies of what lies in a queue with one partition, in order. */
    static List<String> bodies(EmbeddedBroker broker, String queue) {
        return broker.browse(BrowseRequest.all(queue, PAGE).build()).stream()
                .sorted(Comparator.comparingLong(StoredMessage::offset))
                .map(StoredMessage::message)
                .map(Message::bodyText)
                .toList();
    }
}

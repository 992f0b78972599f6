package io.penstock.broker;

import io.penstock.BrowseRequest;
import io.penstock.DeadLetterRecord;
import io.penstock.Message;
import io.penstock.RedriveRequest;
import io.penstock.RedriveResult;
import io.penstock.StoredMessage;
import io.penstock.journal.Append;
import io.penstock.journal.JournalException;
import io.penstock.journal.Log;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Puts dead letters back to the subscriptions that they failed in, each in one append. */
final class Redriver {

    /** Letters read, and in flight, at a time. */
    private static final int PAGE = 500;

    private final Log journal;
    private final Catalog catalog;
    private final Sender sender;
    private final Browser browser;
    private final InstantSource clock;
    private final boolean forced;

    Redriver(Log journal, Catalog catalog, Sender sender, Browser browser, InstantSource clock, boolean forced) {
        this.journal = journal;
        this.catalog = catalog;
        this.sender = sender;
        this.browser = browser;
        this.clock = clock;
        this.forced = forced;
    }

    RedriveResult redrive(RedriveRequest request, LocalDestination queue) {
        var engine = queue.engine(queue.name());
        int matched = 0;
        int redriven = 0;
        for (int partition = 0; partition < queue.partitionCount(); partition++) {
            long from = 0;
            while (matched < request.limit()) {
                var page = browser.browse(
                        new BrowseRequest(queue.name(), engine.name(), partition, from, PAGE), queue, engine);
                if (page.isEmpty()) {
                    break;
                }
                var letters = page.stream()
                        .filter(letter -> matches(request, letter.message()))
                        .limit(request.limit() - matched)
                        .toList();
                matched += letters.size();
                redriven += request.dryRun() ? 0 : putBack(engine, partition, letters);
                from = page.get(page.size() - 1).offset() + 1;
            }
        }
        return new RedriveResult(matched, redriven);
    }

    private static boolean matches(RedriveRequest request, Message message) {
        return DeadLetterRecord.of(message).isPresent()
                && (request.messageIds().isEmpty() || request.messageIds().contains(message.id()));
    }

    private int putBack(SubscriptionEngine engine, int partition, List<StoredMessage> letters) {
        var possible = letters.stream()
                .filter(letter -> origin(letter.message()) != null)
                .map(letter -> new Return(
                        letter,
                        sender.route(origin(letter.message()), letter.message().key())))
                .toList();
        var offsets = possible.stream().map(each -> each.letter().offset()).toList();
        var claimed = engine.context().ask(() -> engine.inventory().claim(partition, offsets));
        var appends = new ArrayList<Redriving>(claimed.size());
        for (var each : possible) {
            if (claimed.contains(each.letter().offset())) {
                var append = new Redriving(engine, each);
                appends.add(append);
                journal.append(append);
            }
        }
        appends.forEach(append -> Outcomes.await(append.done));
        return appends.size();
    }

    /** The destination that a letter goes back to, or null if it, or the subscription, is gone. */
    private LocalDestination origin(Message letter) {
        var record = DeadLetterRecord.of(letter).orElseThrow();
        var origin = catalog.find(record.originDestination());
        boolean isGone = origin == null || origin.engine(record.originSubscription()) == null;
        return isGone ? null : origin;
    }

    /** A letter, and the partition that it goes back to. */
    private record Return(StoredMessage letter, PartitionLog to) {}

    /** Back in the origin and out of the dead-letter queue. */
    private final class Redriving extends Append {

        private final SubscriptionEngine engine;
        private final StoredMessage letter;
        private final CompletableFuture<Void> done = new CompletableFuture<>();

        private Redriving(SubscriptionEngine engine, Return way) {
            super(forced);
            this.engine = engine;
            letter = way.letter();
            var record = DeadLetterRecord.of(letter.message()).orElseThrow();
            var target = way.to().destination().declared().isQueue() ? null : record.originSubscription();
            var encoded = MessageCodec.encode(revived(letter.message(), record), target, clock.millis());
            addRecord(way.to().id(), encoded);
            addEntry(EntryCodec.encode(Entry.Settled.one(engine.id(), letter.partition(), letter.offset())));
        }

        private Message revived(Message dead, DeadLetterRecord record) {
            var message = dead.copyTo(record.originDestination());
            for (String name : dead.headers().names()) {
                if (name.startsWith(DeadLetterRecord.HEADER_PREFIX)) {
                    message.withoutHeader(name);
                }
            }
            return message.header(DeadLetterRecord.REDRIVES, Integer.toString(record.redrives() + 1))
                    .build();
        }

        /** No more than the dead letters that are there; to be settled, they have to get out of their queue. */
        @Override
        protected boolean mayUseReserve() {
            return true;
        }

        @Override
        protected void durable() {
            engine.context()
                    .deliver(Call.of(() -> engine.inventory().claimSettled(letter.partition(), letter.offset())));
            done.complete(null);
        }

        @Override
        protected void failed(JournalException cause) {
            done.completeExceptionally(Outcomes.refused(cause));
        }
    }
}

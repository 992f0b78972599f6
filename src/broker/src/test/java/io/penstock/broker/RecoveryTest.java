package io.penstock.broker;

import io.penstock.BrowseRequest;
import io.penstock.DeadLetterReason;
import io.penstock.DeadLetterRecord;
import io.penstock.Destination;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.Subscription;
import io.penstock.broker.entry.Entry;
import io.penstock.broker.entry.EntryCodec;
import io.penstock.broker.loop.WaitingAppend;
import io.penstock.conformance.tool.LiveFiles;
import io.penstock.conformance.tool.Patience;
import io.penstock.journal.frame.FrameHandler;
import io.penstock.journal.young.Journal;
import io.penstock.journal.young.JournalOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RecoveryTest extends BrokerTest {

    @TempDir
    Path elsewhere;

    private int crashes;

    /** Goes on with what the files hold at this moment, as after a killed process; the old broker is left behind. */
    private void crash() {
        var copy = elsewhere.resolve("crash-" + crashes++);
        try {
            LiveFiles.copy(directory, copy);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        broker.close();
        directory = copy;
        open();
    }

    @Test
    void shouldHaveEverythingAfterACrash() {
        broker.declare(Destination.queue("orders").partitions(2).build());
        for (int i = 0; i < 100; i++) {
            broker.send(Message.to("orders").key("k" + i).body("m" + i).build());
        }
        var inbox = consumeQueue("orders");
        var accepted = new ArrayList<String>();
        for (var delivery : inbox.next(40)) {
            done(delivery.acceptAsync());
            accepted.add(delivery.message().bodyText());
        }

        crash();

        var waiting = broker.browse(BrowseRequest.waiting("orders", 1_000).build()).stream()
                .map(stored -> stored.message().bodyText())
                .toList();
        assertThat(waiting).hasSize(60).doesNotContainAnyElementsOf(accepted);
        assertThat(consumeQueue("orders").next(60))
                .extracting(d -> d.message().bodyText())
                .containsExactlyInAnyOrderElementsOf(waiting);
    }

    @Test
    void shouldMakeADeadLetterOfAMessageThatKillsTheProcessEachTime() {
        queue(Subscription.ofQueue("orders").maxDeliveries(3));
        send("orders", "poison");
        // The first hand-out is not journaled, so that it costs nothing; those after a crash are.
        for (int run = 0; run < 4; run++) {
            assertThat(consumeQueue("orders").next().message().bodyText()).isEqualTo("poison");
            crash();
        }

        consumeQueue("orders").expectNothing();

        Patience.await().until(() -> broker.destination("orders.dlq").isPresent());
        var letters = broker.browse(BrowseRequest.waiting("orders.dlq", 10).build());
        assertThat(letters).hasSize(1);
        assertThat(DeadLetterRecord.of(letters.get(0).message()).orElseThrow().reason())
                .isEqualTo(DeadLetterReason.MAX_DELIVERIES);
        assertThat(broker.statistics("orders").subscriptions().get(0).waiting()).isZero();
    }

    @Test
    void shouldSayAfterACrashThatAMessageMayHaveBeenHandedOutBefore() {
        queue(Subscription.ofQueue("orders"));
        send("orders", "held");
        assertThat(consumeQueue("orders").next().redelivered()).isFalse();
        crash();

        var inbox = consumeQueue("orders");
        var delivery = inbox.next();
        assertThat(delivery.message().bodyText()).isEqualTo("held");
        assertThat(delivery.redelivered()).isTrue();
        delivery.accept();
        send("orders", "fresh");
        assertThat(inbox.next().redelivered()).isFalse();
    }

    @Test
    void shouldNeverHaveHalfATransactionAfterACrash() {
        broker.declare(Destination.queue("a").build());
        broker.declare(Destination.queue("b").build());
        for (int i = 0; i < 50; i++) {
            var transaction = broker.begin();
            transaction.send(Message.to("a").body("m" + i).build());
            transaction.send(Message.to("b").body("m" + i).build());
            transaction.commitAsync();
        }

        crash();

        assertThat(broker.statistics("a").messages())
                .isEqualTo(broker.statistics("b").messages());
    }

    @Test
    void shouldKeepDestinationsSubscriptionsAndIds() {
        broker.declare(Destination.topic("prices").partitions(3).build());
        var declared = broker.declare(
                Subscription.ofTopic("prices", "a").maxDeliveries(5).build());
        broker.declare(Destination.queue("orders").build());
        var receipt = broker.send(Message.to("orders").body("x").build());

        crash();

        assertThat(broker.destinations())
                .containsExactly(
                        Destination.queue("orders").build(),
                        Destination.topic("prices").partitions(3).build());
        assertThat(broker.subscriptions("prices")).containsExactly(declared);
        assertThat(broker.declare(Destination.queue("more").build()))
                .isEqualTo(Destination.queue("more").build());
        assertThat(consumeQueue("orders").next().message().id()).isEqualTo(receipt.messageId());
        assertThat(broker.statistics("more").messages()).isZero();
    }

    @Test
    void shouldRefuseADirectoryThatIsInUse() {
        assertThatThrownBy(() -> EmbeddedBroker.open(BrokerOptions.in(directory)))
                .isInstanceOf(PenstockException.StorageUnusable.class);
    }

    @Test
    void shouldRefuseALogWithEntriesOfANewerVersion() {
        broker.close();
        writeEntry(new byte[] {99, 1, 2, 3});

        assertThatThrownBy(() -> EmbeddedBroker.open(BrokerOptions.in(directory)))
                .isInstanceOf(PenstockException.StorageUnusable.class)
                .hasMessageContaining("unknown type 99")
                .hasMessageContaining(directory.toString());

        assertThatThrownBy(() -> EmbeddedBroker.open(BrokerOptions.in(directory)))
                .as("the directory is free again, and still refused")
                .hasMessageContaining("unknown type 99");
        directory = elsewhere.resolve("fresh");
        open();
    }

    @Test
    void shouldRefuseALogThatSettlesWhatWasNeverDeclared() {
        broker.close();
        writeEntry(EntryCodec.encode(Entry.Settled.one(4_711, 0, 0)));

        assertThatThrownBy(() -> EmbeddedBroker.open(BrokerOptions.in(directory)))
                .isInstanceOf(PenstockException.StorageUnusable.class)
                .hasMessageContaining("4711");

        directory = elsewhere.resolve("fresh");
        open();
    }

    private void writeEntry(byte[] entry) {
        var nobody = new FrameHandler() {
            @Override
            public void records(int partition, long baseOffset, int count) {}

            @Override
            public void entry(ByteBuffer bytes) {}

            @Override
            public void endOfFrame(long sequence) {}
        };
        try (var journal = Journal.open(directory, JournalOptions.DEFAULT, clock, nobody)) {
            var append = new WaitingAppend(true);
            append.addEntry(entry);
            journal.appendAndWait(append);
        }
    }

    @Test
    void shouldReportAFailedHandOutNowhereElseThanInTheStage() {
        broker.declare(Destination.queue("orders").build());
        send("orders", "a");
        var delivery = consumeQueue("orders").next();

        broker.close();

        assertThat(delivery.acceptAsync().toCompletableFuture())
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(PenstockException.Unavailable.class);
        assertThat(broker.sendAsync(Message.to("orders").build()).toCompletableFuture())
                .failsWithin(Patience.LONG)
                .withThrowableThat()
                .withCauseInstanceOf(PenstockException.Unavailable.class);
    }
}

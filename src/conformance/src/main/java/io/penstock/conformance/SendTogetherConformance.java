package io.penstock.conformance;

import io.penstock.BrowseRequest;
import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.EngineLimit;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.Receipt;
import io.penstock.StoredMessage;
import io.penstock.Subscription;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Tests many messages in one call, and many deliveries that are accepted in one. */
public abstract class SendTogetherConformance extends BrokerConformance {

    @Test
    void shouldTellWhereEachMessageLies() {
        broker.declare(Destination.queue("orders").partitions(4).build());
        broker.declare(Destination.queue("bills").partitions(2).build());
        var messages = new ArrayList<Message>();
        for (int i = 0; i < 300; i++) {
            var message = Message.to(i % 3 == 0 ? "bills" : "orders").body("m" + i);
            messages.add(i % 2 == 0 ? message.key("k" + i % 7).build() : message.build());
        }

        var receipts = receipts(broker.sendAllAsync(messages).toCompletableFuture());

        assertThat(receipts).hasSize(300);
        for (int i = 0; i < 300; i++) {
            var receipt = receipts.get(i);
            assertThat(receipt.destination()).isEqualTo(messages.get(i).destination());
            var stored = stored(receipt);
            assertThat(stored.message().bodyText()).isEqualTo("m" + i);
            assertThat(stored.message().id()).isEqualTo(receipt.messageId());
            assertThat(stored.message().timestamp()).isEqualTo(clock.instant());
        }
        assertThat(receipts.stream().map(Receipt::messageId)).doesNotHaveDuplicates();
    }

    private StoredMessage stored(Receipt receipt) {
        return broker.browse(BrowseRequest.all(receipt.destination(), 1)
                        .partition(receipt.partition())
                        .fromOffset(receipt.offset())
                        .build())
                .get(0);
    }

    @Test
    void shouldKeepIdsHeadersKeysAndTimes() {
        broker.declare(Destination.queue("orders").build());
        var plain = Message.to("orders").build();
        var full = Message.to("orders")
                .id("mine")
                .key("k")
                .body("b")
                .header("colour", "red")
                .timestamp(clock.instant().minusSeconds(5))
                .deliverAt(clock.instant().plusSeconds(1))
                .build();

        var receipts = receipts(broker.sendAllAsync(List.of(plain, full)).toCompletableFuture());

        assertThat(receipts.get(1).messageId()).isEqualTo("mine");
        var inbox = consumeQueue("orders");
        assertThat(inbox.next().message().body()).isNull();
        inbox.expectNothing();
        pass(Duration.ofSeconds(2));
        var read = inbox.next().message();
        assertThat(read.id()).isEqualTo("mine");
        assertThat(read.keyText()).isEqualTo("k");
        assertThat(read.headers()).isEqualTo(full.headers());
        assertThat(read.timestamp()).isEqualTo(full.timestamp());
    }

    @Test
    void shouldKeepTheOrderOfOneSenderWhicheverCallItUses() {
        broker.declare(Destination.queue("orders").partitions(4).build());
        var sent = new HashMap<String, List<String>>();
        var sends = new ArrayList<CompletableFuture<?>>();
        int number = 0;
        for (int round = 0; round < 50; round++) {
            var messages = new ArrayList<Message>();
            for (int i = 0; i < 8; i++) {
                String key = "k" + number % 5;
                var body = "m" + number++;
                sent.computeIfAbsent(key, k -> new ArrayList<>()).add(body);
                messages.add(Message.to("orders").key(key).body(body).build());
            }
            sends.add(broker.sendAllAsync(messages.subList(0, 5)).toCompletableFuture());
            sends.add(broker.sendAsync(messages.get(5)).toCompletableFuture());
            broker.send(messages.get(6));
            sends.add(broker.sendAllAsync(messages.subList(7, 8)).toCompletableFuture());
        }
        sends.forEach(BrokerConformance::done);

        Map<String, List<String>> received = new HashMap<>();
        for (var delivery : consumeQueue("orders").next(number)) {
            received.computeIfAbsent(delivery.message().keyText(), k -> new ArrayList<>())
                    .add(delivery.message().bodyText());
        }
        assertThat(received).isEqualTo(sent);
    }

    @Test
    void shouldWriteNothingIfOneMessageIsInvalid() {
        broker.declare(Destination.queue("orders").build());
        var good = Message.to("orders").body("a").build();

        assertFails(List.of(good, Message.to("nowhere").build()), PenstockException.UnknownDestination.class);
        assertFails(
                List.of(good, Message.to("orders").header("penstock-x", "1").build()),
                PenstockException.InvalidMessage.class);
        assertFails(
                List.of(good, Message.to("orders").body(new byte[2 << 20]).build()),
                PenstockException.MessageTooLarge.class);
        assertFails(
                Collections.nCopies(limit(EngineLimit.TRANSACTION_OPERATIONS) + 1, good),
                PenstockException.InvalidMessage.class);
        var large = Message.to("orders").body(new byte[1 << 20]).build();
        assertFails(Collections.nCopies(20, large), PenstockException.InvalidMessage.class);

        assertThat(broker.statistics("orders").sent()).isZero();
    }

    private void assertFails(List<Message> messages, Class<? extends PenstockException> cause) {
        assertThat(broker.sendAllAsync(messages).toCompletableFuture())
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(cause);
    }

    @Test
    void shouldSendNothingAtOnceIfThereIsNothing() {
        assertThat(broker.sendAllAsync(List.of()).toCompletableFuture()).isCompletedWithValue(List.of());
    }

    @Test
    void shouldAcceptTogetherWhatWasHandedOutTogether() {
        broker.declare(Destination.queue("orders").partitions(3).build());
        done(broker.sendAllAsync(IntStream.range(0, 500)
                .mapToObj(i -> Message.to("orders").key("k" + i).body("m" + i).build())
                .toList()));
        var inbox = consumeQueue("orders");

        done(inbox.consumer.acceptAsync(inbox.next(499)));
        done(inbox.consumer.acceptAsync(List.of()));
        var left = inbox.next();
        reopen();

        var again = consumeQueue("orders");
        assertThat(again.next().message().id()).isEqualTo(left.message().id());
        again.expectNothing();
    }

    @Test
    void shouldAcceptTheOthersIfALeaseHasEnded() {
        broker.declare(Destination.queue("orders").build());
        send("orders", "a", "b", "c");
        var inbox = consumeQueue("orders");
        var deliveries = inbox.next(3);
        done(deliveries.get(1).acceptAsync());

        assertThat(inbox.consumer.acceptAsync(deliveries).toCompletableFuture())
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(PenstockException.LeaseLost.class);
        assertThat(inbox.consumer.acceptAsync(deliveries).toCompletableFuture())
                .as("all of them settled before")
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(PenstockException.LeaseLost.class);
        reopen();

        consumeQueue("orders").expectNothing();
    }

    @Test
    void shouldNotAcceptWhatAnotherConsumerHolds() {
        broker.declare(Destination.topic("prices").build());
        broker.declare(Subscription.ofTopic("prices", "one").build());
        broker.declare(Subscription.ofTopic("prices", "two").build());
        send("prices", "a");
        var one = consume(ConsumerOptions.ofTopic("prices", "one", "c1").build());
        var two = consume(ConsumerOptions.ofTopic("prices", "two", "c2").build());
        List<Delivery> held = List.of(two.next());

        assertThatThrownBy(() -> one.consumer.acceptAsync(held))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageContaining("c1");
        done(two.consumer.acceptAsync(held));
    }

    private static List<Receipt> receipts(CompletableFuture<List<Receipt>> sending) {
        assertThat(sending).succeedsWithin(PATIENCE);
        return sending.join();
    }
}

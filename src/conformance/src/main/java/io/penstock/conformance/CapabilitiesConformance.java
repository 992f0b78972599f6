package io.penstock.conformance;

import io.penstock.BackupContent;
import io.penstock.BackupTarget;
import io.penstock.BrowseRequest;
import io.penstock.Capability;
import io.penstock.ConsumerOptions;
import io.penstock.Destination;
import io.penstock.DestinationKind;
import io.penstock.ExchangeType;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.ProducerOptions;
import io.penstock.ReplayRequest;
import io.penstock.Schedule;
import io.penstock.StartPosition;
import io.penstock.TopicRule;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

/** Tests that a broker does what its capabilities say, and refuses what they do not name. */
public abstract class CapabilitiesConformance extends BrokerConformance {

    /** Reads what it is given, and keeps nothing. */
    private static final class ForgottenBackup implements BackupTarget {

        @Override
        public String describe() {
            return "nowhere";
        }

        @Override
        public void take(BackupFile file) throws IOException {
            file.writeTo(OutputStream.nullOutputStream());
        }

        @Override
        public void complete(BackupContent content) {
            assertThat(content.store()).isNotEmpty();
        }

        @Override
        public void abandon() {}
    }

    /** A call for each capability that a single call needs. */
    private Map<Capability, ThrowingCallable> uses() {
        var message = Message.to("orders").body("x").build();
        var uses = new EnumMap<Capability, ThrowingCallable>(Capability.class);
        uses.put(Capability.TRANSACTIONS, () -> broker.begin().rollback());
        uses.put(
                Capability.NUMBERED_PRODUCERS,
                () -> broker.producer(ProducerOptions.of("p").build()));
        uses.put(
                Capability.TEMPORARY_DESTINATIONS,
                () -> broker.temporary(DestinationKind.QUEUE).close());
        uses.put(
                Capability.EXCHANGES,
                () -> broker.declare(
                        Destination.exchange("x", ExchangeType.FANOUT).build()));
        uses.put(
                Capability.WILDCARD_SUBSCRIPTIONS,
                () -> broker.routing().declare(TopicRule.of("r", "a.#").build()));
        uses.put(
                Capability.PRIORITIES,
                () -> broker.declare(Destination.queue("urgent").priorities(2).build()));
        uses.put(
                Capability.PARTITION_GROWTH,
                () -> broker.alter(Destination.queue("orders").partitions(2).build()));
        uses.put(Capability.SEEKS, () -> broker.seek("orders", "orders", StartPosition.EARLIEST));
        uses.put(
                Capability.REPLAYS,
                () -> broker.replay(ReplayRequest.all("orders").build(), deliveries -> {})
                        .close());
        uses.put(
                Capability.BROWSING,
                () -> broker.browse(BrowseRequest.waiting("orders", 1).build()));
        uses.put(
                Capability.SCHEDULES,
                () -> broker.schedule(
                        Schedule.every("s", Duration.ofHours(1), message).build()));
        uses.put(Capability.ALERTS, () -> broker.alerts().rules());
        uses.put(Capability.OPERATIONS_BY_HAND, () -> broker.operations().purge("orders", "orders", "test"));
        uses.put(
                Capability.BACKUPS,
                () -> broker.operations()
                        .backup(new ForgottenBackup())
                        .toCompletableFuture()
                        .join());
        uses.put(
                Capability.FILTERS,
                () -> broker.consume(ConsumerOptions.ofQueue("orders", "c")
                                .filter("a = 1")
                                .build())
                        .close());
        uses.put(Capability.TYPED_PAYLOADS, () -> broker.send("orders", "text"));
        return uses;
    }

    @Test
    void shouldDoWhatItSaysAndRefuseTheRest() {
        broker.declare(Destination.queue("orders").build());

        uses().forEach((capability, use) -> {
            if (broker.capabilities().supports(capability)) {
                assertThat(catchThrowable(use)).as("%s", capability).isNull();
            } else {
                assertThatThrownBy(use)
                        .as("%s", capability)
                        .isInstanceOfSatisfying(
                                PenstockException.Unsupported.class,
                                refused -> assertThat(refused.capability()).isEqualTo(capability));
            }
        });
    }

    @Test
    void shouldSayTheSameAsLongAsItIsOpen() {
        assertThat(broker.capabilities()).isEqualTo(broker.capabilities());
        assertThat(broker.capabilities().copy().build()).isEqualTo(broker.capabilities());
    }

    @Test
    void shouldRefuseObjectsWithoutACodec() {
        broker.declare(Destination.queue("orders").build());
        if (!broker.capabilities().supports(Capability.TYPED_PAYLOADS)) {
            assertThatThrownBy(() -> broker.sender("orders", Integer.class))
                    .isInstanceOf(PenstockException.Unsupported.class)
                    .hasMessageContaining("TYPED_PAYLOADS");
        }
    }
}

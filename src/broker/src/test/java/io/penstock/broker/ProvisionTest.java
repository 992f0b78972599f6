package io.penstock.broker;

import io.penstock.Cleanup;
import io.penstock.Destination;
import io.penstock.DestinationKind;
import io.penstock.Durability;
import io.penstock.PenstockException;
import io.penstock.Retention;
import io.penstock.conformance.BrokerFactory;
import io.penstock.journal.JournalException;
import io.penstock.journal.archive.CleanupPolicy;
import io.penstock.journal.archive.PartitionPlan;
import io.penstock.journal.storage.DirectoryStorage;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A log that has to make partitions before anything is written to them, and gives them up afterwards. */
class ProvisionTest extends BrokerTest {

    private HoleyLog log;

    /** What was asked for, and whether the destination had so many partitions by then. */
    private record Call(String what, PartitionPlan plan, int partitions, int before) {}

    private final List<Call> calls = Collections.synchronizedList(new ArrayList<>());

    @Override
    public BrokerFactory factory() {
        return (where, time) -> {
            var opened = EmbeddedBroker.open(
                    BrokerOptions.in(where).withDurability(Durability.OS).withLog(SMALL_FILES),
                    time,
                    owner -> log = HoleyLog.open(
                            DirectoryStorage.open(where), SMALL_FILES, time, owner, HoleyLog.Chooser.NONE));
            log.provisioning = (plan, partitions) -> {
                calls.add(new Call("provision", plan, partitions, partitions(plan.destination())));
                return CompletableFuture.completedFuture(null);
            };
            log.dropping =
                    (plan, partitions) -> calls.add(new Call("drop", plan, partitions, partitions(plan.destination())));
            return opened;
        };
    }

    private int partitions(String destination) {
        return broker.destination(destination).map(Destination::partitions).orElse(0);
    }

    private Call call() {
        assertThat(calls).hasSize(1);
        return calls.remove(0);
    }

    @Test
    void shouldMakePartitionsBeforeADeclarationIsWritten() {
        broker.declare(Destination.queue("q").partitions(3).priorities(2).build());

        var call = call();
        assertThat(call.plan().destination()).isEqualTo("q");
        assertThat(call.plan().index()).isZero();
        assertThat(call.plan().cleanup()).isEqualTo(CleanupPolicy.SETTLED);
        assertThat(call.partitions()).as("each lane of each").isEqualTo(6);
        assertThat(call.before()).isZero();
        assertThat(partitions("q")).isEqualTo(3);
        broker.declare(Destination.queue("q").partitions(3).priorities(2).build());
        assertThat(calls).as("nothing for what exists").isEmpty();
    }

    @Test
    void shouldDeclareNothingBeforeTheLogHasMadeIt() {
        var asked = new CompletableFuture<Void>();
        var made = new CompletableFuture<Void>();
        log.provisioning = (plan, partitions) -> {
            asked.complete(null);
            return made;
        };

        var declared = CompletableFuture.supplyAsync(
                () -> broker.declare(Destination.queue("q").build()));
        done(asked);
        assertThat(broker.destination("q")).isEmpty();
        assertThat(declared).isNotDone();
        made.complete(null);

        done(declared);
        assertThat(broker.destination("q")).isPresent();
    }

    @Test
    void shouldRefuseWhatTheLogCannotMake() {
        log.provisioning = (plan, partitions) ->
                CompletableFuture.failedFuture(new JournalException("The name is too long for a topic."));

        assertThatThrownBy(() -> broker.declare(Destination.queue("q").build()))
                .isInstanceOf(PenstockException.Unavailable.class)
                .hasMessageContaining("'q'")
                .hasMessageContaining("too long for a topic");
        assertThat(broker.destination("q")).isEmpty();

        log.provisioning = (plan, partitions) -> CompletableFuture.completedFuture(null);
        broker.declare(Destination.queue("q").build());
        assertThat(broker.destination("q")).isPresent();
    }

    @Test
    void shouldMakeMorePartitionsBeforeAGrowthIsWritten() {
        broker.declare(Destination.queue("q").build());
        call();

        broker.alter(Destination.queue("q").partitions(4).build());

        var call = call();
        assertThat(call.partitions()).isEqualTo(4);
        assertThat(call.before()).isEqualTo(1);
        assertThat(partitions("q")).isEqualTo(4);
    }

    @Test
    void shouldLeaveADestinationAsItIsThatTheLogCannotGrow() {
        broker.declare(Destination.queue("q").build());
        log.provisioning =
                (plan, partitions) -> CompletableFuture.failedFuture(new JournalException("There are too many."));

        assertThatThrownBy(
                        () -> broker.alter(Destination.queue("q").partitions(4).build()))
                .isInstanceOf(PenstockException.Unavailable.class)
                .hasMessageContaining("too many");

        assertThat(partitions("q")).isEqualTo(1);
    }

    @Test
    void shouldHavePartitionsKeptInAnotherWayBeforeThatIsWritten() {
        broker.declare(Destination.topic("t").partitions(2).build());
        call();

        broker.alter(Destination.topic("t")
                .partitions(2)
                .retention(Retention.builder().cleanup(Cleanup.COMPACT).build())
                .build());

        var call = call();
        assertThat(call.partitions()).isEqualTo(2);
        assertThat(call.plan().cleanup()).isEqualTo(CleanupPolicy.COMPACT);
    }

    @Test
    void shouldGivePartitionsUpWhenTheDeletionIsWritten() {
        broker.declare(Destination.queue("q").partitions(2).build());
        call();

        broker.operations().delete("q", true, "test");

        var call = call();
        assertThat(call.what()).isEqualTo("drop");
        assertThat(call.plan().destination()).isEqualTo("q");
        assertThat(call.partitions()).isEqualTo(2);
        assertThat(call.before()).as("when it was told, it was gone").isZero();
    }

    @Test
    void shouldSayNothingOfTemporaryDestinations() {
        broker.temporary(DestinationKind.QUEUE).close();

        assertThat(calls).isEmpty();
    }
}

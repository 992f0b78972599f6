package io.penstock.broker.delivery;

import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicIntegerArray;

import static org.assertj.core.api.Assertions.assertThat;

/** Whose credit is another than the loop knows: listed once, and never forgotten. */
class CreditChangesTest {

    private static final int MEMBERS = 3;
    private static final int THREADS = 3;
    private static final int CHANGES = 20_000;

    private final SubscriptionParts parts = new SubscriptionParts();
    private final CreditChanges changes = new CreditChanges();

    private Member member(CreditChanges list) {
        var options = ConsumerOptions.ofQueue("q", "c").build();
        return new Member(options, parts.handed::addAll, parts.loop, list, () -> {}, null);
    }

    private List<Member> take() {
        var taken = new ArrayList<Member>();
        changes.takeAll(taken::add);
        return taken;
    }

    @Test
    void shouldListAMemberOnceHoweverOftenItAsks() {
        var one = member(changes);
        var other = member(changes);
        for (int i = 0; i < 100; i++) {
            one.request(1);
            other.pause();
        }

        assertThat(changes.isEmpty()).isFalse();
        assertThat(take()).containsExactly(one, other);
        assertThat(changes.isEmpty()).isTrue();
        assertThat(take()).isEmpty();
    }

    @Test
    void shouldListAMemberAgainThatAsksWhileItIsTaken() {
        var member = member(changes);
        member.request(1);
        var taken = new ArrayList<Member>();

        changes.takeAll(each -> {
            if (taken.isEmpty()) {
                each.request(1);
            }
            taken.add(each);
        });

        assertThat(taken).containsExactly(member, member);
    }

    @Test
    void shouldForgetNoChangeThatAnyThreadMakesMeanwhile() throws InterruptedException {
        var members = new ArrayList<Member>();
        for (int i = 0; i < MEMBERS; i++) {
            members.add(member(changes));
        }
        var made = new AtomicIntegerArray(MEMBERS);
        var seen = new int[MEMBERS];
        var running = new CountDownLatch(THREADS);
        var threads = new ArrayList<Thread>();
        for (int t = 0; t < THREADS; t++) {
            int offset = t;
            threads.add(new Thread(() -> {
                for (int i = 0; i < CHANGES; i++) {
                    int at = (i + offset) % MEMBERS;
                    made.incrementAndGet(at);
                    changes.add(members.get(at));
                }
                running.countDown();
            }));
        }
        threads.forEach(Thread::start);
        while (running.getCount() > 0) {
            changes.takeAll(member -> seen[members.indexOf(member)] = made.get(members.indexOf(member)));
        }
        for (var thread : threads) {
            thread.join();
        }
        changes.takeAll(member -> seen[members.indexOf(member)] = made.get(members.indexOf(member)));

        for (int i = 0; i < MEMBERS; i++) {
            assertThat(seen[i]).as("the last change of each was taken").isEqualTo(made.get(i));
        }
    }

    @Test
    void shouldServeWhoHadAskedThoughTheSignalIsStillOnItsWay() {
        parts.records.send("a");
        parts.records.send("b");
        parts.consumer(null, 1);
        parts.turn();
        var late = member(parts.consumers.creditChanges);
        parts.handOut.join(late);
        parts.turn();
        assertThat(parts.handed).hasSize(1);

        late.request(1);
        // The signal lies in the loop's inbox, which nobody has looked into.
        parts.turn();

        assertThat(parts.handed).extracting(Delivery::offset).containsExactly(0L, 1L);
        assertThat(late.acquired()).isEqualTo(1);
    }
}

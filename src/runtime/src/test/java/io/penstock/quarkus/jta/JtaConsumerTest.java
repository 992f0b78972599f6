package io.penstock.quarkus.jta;

import io.penstock.Consumer;
import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.DeliveryHandler;
import io.penstock.PreparedTransaction;
import io.penstock.Transaction;
import io.penstock.jms.xa.BranchResource;
import io.penstock.quarkus.FakeBroker;
import io.penstock.quarkus.listener.FakeDelivery;
import org.junit.jupiter.api.Test;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.transaction.xa.XAException;
import jakarta.enterprise.inject.Instance;

import static org.assertj.core.api.Assertions.assertThat;

class JtaConsumerTest {

    private final List<String> calls = new ArrayList<>();
    private final List<Delivery> handed = new ArrayList<>();
    private final Script script = new Script();
    private final BranchResource resource = TestBranch.begun(FakeBroker.with(script));
    private final JtaBranch branch = new JtaBranch(resource.branch());
    private boolean active = true;

    private final class Script {

        private DeliveryHandler handler;

        Consumer consume(ConsumerOptions options, DeliveryHandler taken) {
            handler = taken;
            return proxy(Consumer.class);
        }

        Transaction begin(Duration timeout) {
            return proxy(Transaction.class);
        }

        List<PreparedTransaction> prepared() {
            return List.of();
        }
    }

    private final JtaTransactions transactions = new JtaTransactions(absent(), absent(), absent()) {

        @Override
        public boolean active() {
            return active;
        }

        @Override
        public boolean present() {
            return active;
        }

        @Override
        JtaBranch branchIfAny() {
            return active ? branch : null;
        }

        @Override
        public JtaBranch branch(io.penstock.Broker broker) {
            return branch;
        }
    };

    private final Consumer consumer = new JtaBroker(FakeBroker.with(script), transactions)
            .consume(ConsumerOptions.ofQueue("orders", "me").build(), handed::addAll);

    @Test
    void shouldStayUntilTheEndOfTheTransactionAndReleaseAtOnceWhatNobodyTook() throws XAException {
        var accepted = new FakeDelivery("accepted");
        var untaken = new FakeDelivery("untaken");
        script.handler.handle(List.of(accepted, untaken));
        handed.get(0).acceptAsync();

        consumer.close();
        assertThat(untaken.disposition).isEqualTo("released after PT0S, not counted");
        assertThat(accepted.disposition).isEqualTo("none");
        assertThat(calls).containsExactly("accept", "pause");

        TestBranch.rollback(resource);
        assertThat(accepted.disposition).startsWith("released");
        assertThat(calls).endsWith("rollback", "close");
    }

    @Test
    void shouldAcceptAndCloseAtOnceWithoutATransaction() {
        active = false;
        var accepted = new FakeDelivery("accepted");
        script.handler.handle(List.of(accepted));
        handed.get(0).acceptAsync();
        assertThat(accepted.disposition).isEqualTo("accepted");
        consumer.close();
        assertThat(calls).containsExactly("close");
    }

    @Test
    void shouldLeaveItToTheBrokerToAcceptManyTogetherWithoutATransaction() {
        active = false;
        var deliveries = List.of(new FakeDelivery("a"), new FakeDelivery("b"));
        script.handler.handle(List.copyOf(deliveries));
        consumer.acceptAsync(handed);
        assertThat(calls).containsExactly("acceptAsync");
        assertThat(deliveries).extracting(delivery -> delivery.disposition).containsOnly("none");
    }

    @Test
    void shouldAcceptManyWithTheCommitInATransaction() throws XAException {
        var deliveries = List.of(new FakeDelivery("a"), new FakeDelivery("b"));
        script.handler.handle(List.copyOf(deliveries));
        consumer.acceptAsync(handed);
        assertThat(calls).containsExactly("accept", "accept");
        TestBranch.rollback(resource);
        assertThat(deliveries).extracting(delivery -> delivery.disposition).allMatch(how -> how.startsWith("released"));
    }

    /** Notes what is called. */
    private <T> T proxy(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> calls.add(method.getName()) ? null : self));
    }

    /** No bean of that type: whether it is resolvable is all that is asked. */
    @SuppressWarnings("unchecked")
    private static <T> Instance<T> absent() {
        return (Instance<T>) Proxy.newProxyInstance(
                Instance.class.getClassLoader(), new Class<?>[] {Instance.class}, (self, method, arguments) -> false);
    }
}

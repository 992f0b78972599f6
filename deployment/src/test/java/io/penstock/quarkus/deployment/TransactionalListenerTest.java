package io.penstock.quarkus.deployment;

import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.Message;
import io.penstock.listener.ItemsFailedException;
import io.penstock.listener.QueueListener;
import io.penstock.listener.Retry;
import io.penstock.listener.SendTo;
import io.penstock.quarkus.jta.OutsideTransaction;
import io.penstock.quarkus.listener.Listeners;
import io.quarkus.narayana.jta.runtime.TransactionConfiguration;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.Transactional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Listeners whose JTA transaction also accepts the message. */
class TransactionalListenerTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.of(Bean.class, ClassBean.class)
            .overrideRuntimeConfigKey("penstock.destinations.effects.kind", "queue");

    @Inject
    @OutsideTransaction
    Broker broker;

    @Inject
    Listeners listeners;

    @Inject
    Bean bean;

    private void send(String queue, String body) {
        broker.send(Message.to(queue).body(body).build());
    }

    private List<String> in(String queue) {
        return broker.destination(queue).isEmpty()
                ? List.of()
                : broker.browse(BrowseRequest.waiting(queue, 100).build()).stream()
                        .map(stored -> stored.message().bodyText())
                        .toList();
    }

    @Test
    void shouldAcceptTheMessageInTheTransactionThatSendsAndReplies() {
        send("orders", "a");
        await().untilAsserted(() -> assertThat(in("sent")).containsExactly("a"));
        assertThat(in("results")).containsExactly("a!");
        assertThat(in("orders"))
                .as("accepted with the commit, and not after it")
                .isEmpty();
    }

    @Test
    void shouldRollBackOnAnyExceptionAndTryAgain() {
        send("checked", "a");
        await().until(() -> bean.checkedRuns.get() == 2 && in("checked").isEmpty());
        assertThat(in("effects")).containsOnlyOnce("checked 2").doesNotContain("checked 1");
    }

    @Test
    void shouldComeAgainWhenTheMethodMarksItsTransaction() {
        send("marked", "a");
        await().until(() -> in("marked").isEmpty());
        assertThat(bean.markedRuns).hasValue(2);
        assertThat(in("effects")).containsOnlyOnce("marked 2").doesNotContain("marked 1");
    }

    @Test
    void shouldGiveTheTransactionItsOwnTimeOut() {
        send("timed", "a");
        await().until(() -> in("timed.dlq").contains("a"));
        assertThat(bean.timedStatus).contains(Status.STATUS_ROLLEDBACK);
    }

    @Test
    void shouldCommitWhatABatchHasDoneBesideItsFailures() {
        List.of("x", "bad", "y").forEach(body -> send("batch", body));
        listeners.start("batch");
        await().until(() -> in("batch.dlq").contains("bad") && in("batch").isEmpty());
        assertThat(in("effects")).contains("batch x", "batch y").doesNotContain("batch bad");
    }

    @Test
    void shouldJoinTheTransactionWhereTheClassHasTheAnnotation() {
        send("of-class", "a");
        await().until(() -> in("of-class").isEmpty());
        assertThat(in("effects")).containsOnlyOnce("class 2").doesNotContain("class 1");
    }

    @Singleton
    static class Bean {

        final AtomicInteger checkedRuns = new AtomicInteger();
        final AtomicInteger markedRuns = new AtomicInteger();
        final List<Integer> timedStatus = new CopyOnWriteArrayList<>();

        @Inject
        Broker broker;

        @Inject
        TransactionManager manager;

        private void effect(String body) {
            broker.send(Message.to("effects").body(body).build());
        }

        @QueueListener("orders")
        @Transactional
        @SendTo("results")
        String orders(String body) {
            broker.send(Message.to("sent").body(body).build());
            return body + "!";
        }

        @QueueListener("sent-source")
        @SendTo("sent")
        String declaresSent(String body) {
            return body;
        }

        @QueueListener("checked")
        @Transactional
        @Retry(delay = 1, jitter = 0)
        void checked(String body) throws IOException {
            int run = checkedRuns.incrementAndGet();
            effect("checked " + run);
            if (run == 1) {
                throw new IOException("not yet");
            }
        }

        @QueueListener("marked")
        @Transactional
        @Retry(delay = 1, jitter = 0)
        void marked(String body) throws SystemException {
            int run = markedRuns.incrementAndGet();
            effect("marked " + run);
            if (run == 1) {
                manager.setRollbackOnly();
            }
        }

        @QueueListener("timed")
        @Transactional
        @TransactionConfiguration(timeout = 1)
        @Retry(maxRetries = 0)
        void timed(String body) {
            await().pollInSameThread().until(() -> manager.getStatus() == Status.STATUS_ROLLEDBACK);
            timedStatus.add(Status.STATUS_ROLLEDBACK);
        }

        @QueueListener(value = "batch", autoStart = false)
        @Transactional
        @Retry(maxRetries = 0)
        void batch(List<String> bodies) {
            for (int i = 0; i < bodies.size(); i++) {
                if (!bodies.get(i).equals("bad")) {
                    effect("batch " + bodies.get(i));
                }
            }
            int bad = bodies.indexOf("bad");
            if (bad >= 0) {
                throw ItemsFailedException.builder()
                        .failed(bad, new IllegalStateException("bad"))
                        .build();
            }
        }
    }

    @Singleton
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    static class ClassBean {

        final AtomicInteger runs = new AtomicInteger();

        @Inject
        Broker broker;

        @QueueListener("of-class")
        @Retry(delay = 1, jitter = 0)
        void on(String body) {
            int run = runs.incrementAndGet();
            broker.send(Message.to("effects").body("class " + run).build());
            if (run == 1) {
                throw new IllegalStateException("not yet");
            }
        }
    }
}

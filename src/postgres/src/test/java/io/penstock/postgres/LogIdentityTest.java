package io.penstock.postgres;

import io.penstock.Destination;
import io.penstock.ExchangeType;
import io.penstock.broker.BrokerOptions;
import io.penstock.broker.EmbeddedBroker;
import io.penstock.journal.log.LogOptions;
import io.penstock.journal.young.JournalOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

class LogIdentityTest {

    private static final int ASKING = 8;

    @TempDir
    private Path directory;

    private EmbeddedBroker open() {
        return EmbeddedBroker.open(BrokerOptions.in(directory)
                .withMaxMessageBytes(64 << 10)
                .withLog(LogOptions.of(new JournalOptions(5 << 19, 5 << 18, 1 << 20, 50))));
    }

    @Test
    void shouldGiveAllWhoAskAtTheSameTimeTheSameIdAndKeepIt() throws Exception {
        var given = new HashSet<String>();
        try (var broker = open()) {
            given.addAll(together(() -> LogIdentity.of(broker, "The test")));
        }
        try (var broker = open()) {
            given.add(LogIdentity.of(broker, "The test"));
        }
        assertThat(given).hasSize(1);
    }

    /** Logs that were given two ids by an earlier version say the same one each time. */
    @Test
    void shouldGiveTheSameIdOfSeveralEachTime() {
        try (var broker = open()) {
            var first = LogIdentity.of(broker, "The test");
            var before = LogIdentity.exchange("0" + first);
            broker.declare(Destination.exchange(before, ExchangeType.FANOUT).build());

            assertThat(LogIdentity.exchange(LogIdentity.of(broker, "The test"))).isEqualTo(before);
        }
    }

    private static List<String> together(Callable<String> question) throws Exception {
        var barrier = new CyclicBarrier(ASKING);
        var threads = Executors.newFixedThreadPool(ASKING);
        try {
            List<Future<String>> answers = new ArrayList<>();
            IntStream.range(0, ASKING)
                    .forEach(i -> answers.add(threads.submit(() -> {
                        barrier.await();
                        return question.call();
                    })));
            var ids = new ArrayList<String>();
            for (var answer : answers) {
                ids.add(answer.get());
            }
            return ids;
        } finally {
            threads.shutdownNow();
        }
    }
}

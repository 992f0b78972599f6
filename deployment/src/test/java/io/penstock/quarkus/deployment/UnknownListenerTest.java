package io.penstock.quarkus.deployment;

import io.penstock.listener.QueueListener;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.logging.LogRecord;
import jakarta.inject.Singleton;

import static org.assertj.core.api.Assertions.assertThat;

/** Settings of listeners that do not exist: a misspelt name, or a bean that this build has left out. */
class UnknownListenerTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.of(Bean.class)
            .overrideRuntimeConfigKey("quarkus.penstock.listeners.ordres.concurrency", "2")
            .overrideRuntimeConfigKey("quarkus.penstock.jms.mdb.\"a.B\".max-session", "2")
            .setLogRecordPredicate(record -> record.getLoggerName().startsWith("io.penstock.quarkus.listener"))
            .assertLogRecords(records -> assertThat(records)
                    .extracting(LogRecord::getMessage)
                    .containsExactlyInAnyOrder(
                            "quarkus.penstock.listeners.\"ordres\" is without effect, since no listener has that name:"
                                    + " did you mean 'orders'? These are the listeners: 'orders', 'prices'.",
                            "quarkus.penstock.jms.mdb.\"a.B\" is without effect, since no message-driven bean has that"
                                    + " name. There is no message-driven bean at all."));

    @Test
    void shouldStartAndWarnWithTheNearestName() {
        // the records of the log are looked at after the application has stopped
    }

    @Singleton
    static class Bean {

        @QueueListener("orders")
        void orders(String payload) {}

        @QueueListener("prices")
        void prices(String payload) {}
    }
}

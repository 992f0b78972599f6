package io.penstock.quarkus.deployment;

import io.penstock.listener.QueueListener;
import io.penstock.listener.Retry;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import jakarta.inject.Singleton;

import static org.assertj.core.api.Assertions.fail;

class InvalidRetryTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = BuildProblems.of(Bean.class, ClassLevel.class, NoListener.class)
            .assertException(BuildProblems.are(
                    "Bean#retries(String) has an invalid @Retry. Invalid retry policy: maxRetries = -2",
                    "Bean#delay(String) has an invalid @Retry. Invalid retry policy: delay = PT-0.001S",
                    "Bean#shrinking(String) has an invalid @Retry. Invalid retry policy: factor = 0.5",
                    "Bean#jitter(String) has an invalid @Retry. Invalid retry policy: jitter = PT-1S",
                    "Bean#limitBelowDelay(String) has an invalid @Retry. Invalid retry policy: maxDelay = PT0.1S"
                            + " is less than delay = PT1S",
                    "Bean#tooShort(String) has an invalid @Retry. Invalid retry policy: maxDuration = PT1S"
                            + " does not exceed delay = PT2S",
                    "Bean#months(String) has an @Retry with a time that is no exact duration",
                    "ClassLevel#inherits(String) has an invalid @Retry. Invalid retry policy: maxRetries = -3",
                    "Bean#both(String) has both @Retry of Penstock, which delivers again, and @Retry of MicroProfile",
                    "Bean#torn(String) has an @Retry that names java.io.IOException in both retryOn and abortOn",
                    "Bean#noListener(String) has @Retry but is no listener",
                    "NoListener has @Retry but no listener that it could be for"));

    @Test
    void shouldFailTheBuild() {
        fail("The application must not start");
    }

    @Singleton
    static class Bean {

        @QueueListener("fine")
        @Retry(
                maxRetries = -1,
                maxDelay = 1,
                maxDelayUnit = ChronoUnit.HOURS,
                maxDuration = 2,
                durationUnit = ChronoUnit.DAYS)
        void fine(String payload) {}

        @QueueListener("a")
        @Retry(maxRetries = -2)
        void retries(String payload) {}

        @QueueListener("b")
        @Retry(delay = -1)
        void delay(String payload) {}

        @QueueListener("c")
        @Retry(factor = 0.5)
        void shrinking(String payload) {}

        @QueueListener("d")
        @Retry(jitter = -1, jitterDelayUnit = ChronoUnit.SECONDS)
        void jitter(String payload) {}

        @QueueListener("e")
        @Retry(maxDelay = 100)
        void limitBelowDelay(String payload) {}

        @QueueListener("f")
        @Retry(delay = 2_000, maxDuration = 1, durationUnit = ChronoUnit.SECONDS)
        void tooShort(String payload) {}

        @QueueListener("g")
        @Retry(delay = 1, delayUnit = ChronoUnit.MONTHS)
        void months(String payload) {}

        @QueueListener("h")
        @Retry
        @org.eclipse.microprofile.faulttolerance.Retry
        void both(String payload) {}

        @QueueListener("k")
        @Retry(retryOn = IOException.class, abortOn = FileNotFoundException.class)
        void nested(String payload) {}

        @QueueListener("l")
        @Retry(
                retryOn = {IllegalStateException.class, IOException.class},
                abortOn = {IOException.class, Error.class})
        void torn(String payload) {}

        @Retry
        void noListener(String payload) {}
    }

    @Singleton
    @Retry(maxRetries = -3)
    static class ClassLevel {

        @QueueListener("i")
        void inherits(String payload) {}

        @QueueListener("j")
        @Retry(maxRetries = 3)
        void overrides(String payload) {}
    }

    @Singleton
    @Retry
    static class NoListener {}
}

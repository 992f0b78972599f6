package io.penstock;

import io.penstock.spi.ClassNames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Values that cannot be, and what is said about them. */
class WhatIsRefusedTest {

    private static final String HALF = "ab\ud83dcd";

    @Test
    void shouldNameFieldAndIndexOfHalfACharacterInAMessage() {
        refused(
                () -> Message.to("orders").key(HALF),
                "The key of the message to 'orders' has half a character",
                "index 2");
        refused(() -> Message.to("orders").body("x\udc00"), "The body of the message to 'orders'", "U+DC00", "index 1");
        refused(() -> Message.to("orders").header("tenant", HALF), "The header 'tenant' has half", "index 2");
        refused(() -> Headers.builder().set("tenant", HALF), "The header 'tenant' has half", "index 2");
        assertThat(Message.to("orders").body("\ud83d\ude00").build().bodyText()).isEqualTo("\ud83d\ude00");
    }

    @Test
    void shouldNameFieldAndIndexOfHalfACharacterInAPolicy() {
        refused(() -> Subscription.ofQueue("q").filter(HALF).build(), "The filter of subscription 'q'", "index 2");
        refused(() -> Binding.of("e", HALF, "q").build(), "The pattern of the binding of 'e'", "index 2");
        refused(() -> TopicRule.of("r", HALF).build(), "The pattern of rule 'r'", "index 2");
        refused(() -> ConsumerOptions.ofQueue("q", "c").filter(HALF).build(), "The filter of consumer 'c'", "index 2");
        refused(() -> DeadLetterRequest.all("q", "ada").reason(HALF).build(), "'reason' of the request", "index 2");
        refused(
                () -> Binding.headers("e", HeaderMatch.ALL, Map.of("tenant", HALF), "q")
                        .build(),
                "names the header \"tenant\", whose value has half",
                "index 2");
    }

    /** What a sender hands over is not copied, and its Javadoc says so. */
    @Test
    void shouldTakeArraysAsTheyAre() {
        byte[] body = {1};

        assertThat(Message.to("orders").body(body).build().copy().build().body())
                .isSameAs(body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no such class!",
                "",
                " ",
                "a.",
                ".a",
                "a..b",
                "a b",
                "1a",
                "a.1b",
                "java/io/IOException",
                "a,b",
                "[B"
            })
    void shouldRefuseWhatIsNoNameOfAClass(String name) {
        var retry = Subscription.ofQueue("q")
                .retry(RetryPolicy.builder().retryOn(List.of(name)).build());
        refused(
                () -> check(retry.build()),
                "Subscription 'q' of 'q' has a retry policy whose retryOn contains \"" + name
                        + "\": use the full name of a class");
        var abort = RetryPolicy.builder()
                .abortOn(List.of("java.lang.Exception", name))
                .build();
        refused(() -> check(Subscription.ofQueue("q").retry(abort).build()), "abortOn contains \"" + name + "\"");
        refused(
                () -> check(Subscription.ofQueue("q")
                        .deadLetter(DeadLetterPolicy.builder()
                                .routes(Map.of(name, "letters"))
                                .build())
                        .build()),
                "\"" + name + "\": use the ");
    }

    private static Subscription check(Subscription wanted) {
        ClassNames.check(wanted);
        return wanted;
    }

    @ParameterizedTest
    @ValueSource(strings = {"java.io.IOException", "A", "a.B$C", "a.B$1", "a.in.Übel", "scala.$colon", "a.b-c_d"})
    void shouldTakeNamesOfClassesOfAnyLanguage(String name) {
        var retry = RetryPolicy.builder().retryOn(List.of(name)).build();
        var letters = DeadLetterPolicy.builder().routes(Map.of(name, "letters")).build();

        check(Subscription.ofQueue("q").retry(retry).deadLetter(letters).build());
    }

    @Test
    void shouldBoundTheNamesOfConsumersAndWorkers() {
        String longest = "x".repeat(ConsumerOptions.MAX_NAME_LENGTH);
        assertThat(ConsumerOptions.ofQueue("q", longest).worker(longest).build().name())
                .isEqualTo(longest);

        refused(() -> ConsumerOptions.ofQueue("q", "x".repeat(5_002)).build(), "of 5002 characters: use at most 249");
        refused(() -> ConsumerOptions.ofQueue("q", "c").worker(longest + "x").build(), "the worker ", "250 characters");
        refused(() -> ConsumerOptions.ofQueue("q", "a\nb").build(), "no control characters");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.POSITIVE_INFINITY, Double.NaN, 0.5, Double.NEGATIVE_INFINITY})
    void shouldSayWhichFactorsThereAre(double factor) {
        refused(
                () -> RetryPolicy.builder().factor(factor).build(),
                "factor = " + factor + ": use a finite number of at least 1");
    }

    @Test
    void shouldSayWhatIsWrongInWordsThatFit() {
        refused(() -> Destination.queue(".").build(), "'.' is no valid destination name", "neither '.' nor '..' alone");
        refused(() -> Destination.queue("\u0663").build(), "of ASCII");
        refused(() -> Destination.builder("e", DestinationKind.EXCHANGE).build(), "is of kind EXCHANGE");
        refused(
                () -> Schedule.cron("s", " ", Message.to("q").build()).build(),
                "its cron expression is empty: use one such as");
        refused(
                () -> Schedule.every("s", Duration.ZERO, Message.to("q").build())
                        .build(),
                "interval = PT0S: use PT1S to 3660 days");
        refused(() -> DeadLetterRequest.all("q", " ").build(), "The actor of an operation has 1 characters: say who");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0663", "+3", "3.0", "0x3", "", "3 ", "--3", "99999999999999999999"})
    void shouldReadWholeNumbersOfAsciiDigitsOnly(String text) {
        assertThatThrownBy(() -> AsciiNumbers.parseLong(text)).isInstanceOf(NumberFormatException.class);
        refused(() -> StartPosition.valueOf("offset:" + text + "x"), "is no start position: use earliest, latest");
    }

    @Test
    void shouldReadWholeNumbers() {
        assertThat(AsciiNumbers.parseLong("-" + "9223372036854775808")).isEqualTo(Long.MIN_VALUE);
        assertThat(AsciiNumbers.parseInt("0042")).isEqualTo(42);
    }

    private static void refused(Supplier<?> declaration, String... said) {
        assertThatThrownBy(declaration::get)
                .isInstanceOf(PenstockException.class)
                .hasMessageContainingAll(said);
    }
}

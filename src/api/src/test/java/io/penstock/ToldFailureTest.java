package io.penstock;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ToldFailureTest {

    private static final List<String> NAMES = List.of("shop.CardExpired", "shop.PaymentFailed", "java.lang.Exception");

    private final ToldFailure failure =
            new ToldFailure(NAMES, "shop.CardExpired: 12/99", "shop.CardExpired\n\tat x", null);

    @Test
    void shouldBeRetriedAndRoutedByTheNamesOfClassesThatThisProcessDoesNotHave() {
        var policy = RetryPolicy.builder()
                .retryOn(List.of("java.lang.Exception"))
                .abortOn(List.of("shop.PaymentFailed"))
                .build();
        assertThat(policy.retries(failure)).isFalse();
        assertThat(policy.retries(new IOException())).isTrue();
        var letters = DeadLetterPolicy.builder()
                .routes(Map.of("shop.PaymentFailed", "payments"))
                .build();
        assertThat(letters.queueFor("orders", "orders", failure)).contains("payments");
        assertThat(letters.queueFor("orders", "orders", new IOException())).contains("orders.dlq");
    }

    @Test
    void shouldSayWhatItWasTold() {
        var printed = new StringWriter();
        failure.printStackTrace(new PrintWriter(printed));
        assertThat(printed).hasToString("shop.CardExpired\n\tat x");
        assertThat(failure).hasToString("shop.CardExpired: 12/99");
        assertThat(ToldFailure.className(failure)).isEqualTo("shop.CardExpired");
        assertThat(ToldFailure.className(new IOException())).isEqualTo("java.io.IOException");
    }

    @Test
    void shouldRefuseNoClassAndTooManyOfThem() {
        assertThatThrownBy(() -> new ToldFailure(List.of(), "", "", null))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageContaining("names 0 classes");
    }

    @Test
    void shouldLetAnExceptionSayWhatAnotherProcessSaid() {
        var told = PenstockException.told(new PenstockException.UnknownDestination(""), "There is\nnothing.");
        assertThat(told).isInstanceOf(PenstockException.UnknownDestination.class);
        assertThat(told.getMessage())
                .doesNotContain("\n")
                .startsWith("There is")
                .endsWith("nothing.");
        assertThat(new PenstockException.UnknownDestination("x")).hasMessageContaining("'x'");
    }
}

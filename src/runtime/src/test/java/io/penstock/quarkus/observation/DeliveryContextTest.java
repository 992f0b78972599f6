package io.penstock.quarkus.observation;

import io.penstock.Delivery;
import io.penstock.quarkus.listener.FakeDelivery;
import io.penstock.spi.HandlerObserver;
import io.penstock.spi.HandlerObserver.Handling;
import io.quarkus.vertx.core.runtime.VertxMDC;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import org.jboss.logging.MDC;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import static org.assertj.core.api.Assertions.assertThat;

/** What observers make of the calls of handlers. */
class DeliveryContextTest {

    private final List<String> told = new ArrayList<>();

    @Test
    void shouldNameTheMessageUntilTheCallComesBack() {
        var handling = new DeliveryContext().begin(List.of(new FakeDelivery("a")));

        assertThat(MDC.get(DeliveryContext.MESSAGE_ID)).isEqualTo("a");
        assertThat(MDC.get(DeliveryContext.DESTINATION)).isEqualTo("orders");
        assertThat(MDC.get(DeliveryContext.SUBSCRIPTION)).isEqualTo("orders");
        assertThat(MDC.get(DeliveryContext.ATTEMPT)).isNotNull();
        handling.returned();
        assertThat(MDC.getMap()).isEmpty();
    }

    @Test
    void shouldLeaveTheNamesToTheVertxContextThatTheThreadHasLeft() {
        var vertx = Vertx.vertx();
        try {
            var context = ((ContextInternal) vertx.getOrCreateContext()).duplicate();

            var handling = onContext(context, () -> new DeliveryContext().begin(List.of(new FakeDelivery("a"))));
            handling.returned();

            assertThat(VertxMDC.INSTANCE.copy(context)).containsEntry(DeliveryContext.MESSAGE_ID, "a");
            assertThat(MDC.getMap()).isEmpty();
        } finally {
            vertx.close();
        }
    }

    @Test
    void shouldLeaveWhatIsNamedAlreadyAndTakeWhatIsNamedLater() {
        var vertx = Vertx.vertx();
        try {
            var root = (ContextInternal) vertx.getOrCreateContext();
            var before = root.duplicate();
            VertxMDC.INSTANCE.put("mine", "1", before);
            var after = root.duplicate();

            for (var context : List.of(before, after)) {
                DeliveryContext.put(new FakeDelivery("a"), context);
            }
            VertxMDC.INSTANCE.put("mine", "2", after);

            assertThat(VertxMDC.INSTANCE.copy(before))
                    .containsEntry("mine", "1")
                    .containsEntry(DeliveryContext.MESSAGE_ID, "a");
            assertThat(VertxMDC.INSTANCE.copy(after))
                    .containsEntry("mine", "2")
                    .containsEntry(DeliveryContext.MESSAGE_ID, "a");
        } finally {
            vertx.close();
        }
    }

    @Test
    void shouldNameTheLastMessageOfAContextAndNothingThatWasRemoved() {
        var vertx = Vertx.vertx();
        try {
            var context = ((ContextInternal) vertx.getOrCreateContext()).duplicate();
            for (var id : List.of("a", "b")) {
                DeliveryContext.put(new FakeDelivery(id), context);
            }

            assertThat(VertxMDC.INSTANCE.get(DeliveryContext.MESSAGE_ID, context))
                    .isEqualTo("b");
            VertxMDC.INSTANCE.remove(DeliveryContext.MESSAGE_ID, context);
            assertThat(VertxMDC.INSTANCE.copy(context))
                    .doesNotContainKey(DeliveryContext.MESSAGE_ID)
                    .containsEntry(DeliveryContext.DESTINATION, "orders");
            VertxMDC.INSTANCE.clear(context);
            assertThat(VertxMDC.INSTANCE.copy(context)).isEmpty();
        } finally {
            vertx.close();
        }
    }

    private static <T> T onContext(ContextInternal context, Supplier<T> work) {
        var before = context.beginDispatch();
        try {
            return work.get();
        } finally {
            context.endDispatch(before);
        }
    }

    @Test
    void shouldNameNoMessageOfSeveral() {
        var handling = new DeliveryContext().begin(List.of(new FakeDelivery("a"), new FakeDelivery("b")));

        assertThat(MDC.getMap()).containsOnlyKeys(DeliveryContext.DESTINATION, DeliveryContext.SUBSCRIPTION);
        handling.returned();
        assertThat(MDC.getMap()).isEmpty();
    }

    @Test
    void shouldTellBothObserversAndTheInnerOneFirstOfTheEnd() {
        var both = Observers.both(Observers.both(new Telling("outer"), HandlerObserver.NONE), new Telling("inner"));

        var handling = both.begin(List.of(new FakeDelivery("a")));
        handling.returned();
        handling.ended(null, "accepted");

        assertThat(told)
                .containsExactly(
                        "outer begins",
                        "inner begins",
                        "inner returned",
                        "outer returned",
                        "inner accepted",
                        "outer accepted");
    }

    private final class Telling implements HandlerObserver {

        private final String name;

        private Telling(String name) {
            this.name = name;
        }

        @Override
        public Handling begin(List<Delivery> deliveries) {
            told.add(name + " begins");
            return new Handling() {
                @Override
                public void returned() {
                    told.add(name + " returned");
                }

                @Override
                public void ended(Throwable failure, String disposition) {
                    told.add(name + " " + disposition);
                }
            };
        }
    }
}

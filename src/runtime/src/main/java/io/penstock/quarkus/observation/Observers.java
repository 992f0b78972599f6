package io.penstock.quarkus.observation;

import io.penstock.Delivery;
import io.penstock.spi.HandlerObserver;

import java.util.List;

/** Several observers of handlers as one: each is told in turn, and the last one first when the call comes back. */
public record Observers(HandlerObserver first, HandlerObserver second) implements HandlerObserver {

    /** Both of them, or one if the other observes nothing. */
    public static HandlerObserver both(HandlerObserver first, HandlerObserver second) {
        if (first == NONE) {
            return second;
        }
        return second == NONE ? first : new Observers(first, second);
    }

    @Override
    public Handling begin(List<Delivery> deliveries) {
        return new Handlings(first.begin(deliveries), second.begin(deliveries));
    }

    @Override
    public void received(List<Delivery> deliveries) {
        first.received(deliveries);
        second.received(deliveries);
    }

    private record Handlings(Handling first, Handling second) implements Handling {

        @Override
        public void returned() {
            second.returned();
            first.returned();
        }

        @Override
        public void within(Runnable work) {
            first.within(() -> second.within(work));
        }

        @Override
        public void ended(Throwable failure, String disposition) {
            second.ended(failure, disposition);
            first.ended(failure, disposition);
        }
    }
}

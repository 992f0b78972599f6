package io.penstock.connector.tracing;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.penstock.Delivery;
import io.penstock.spi.HandlerObserver;

import java.util.List;

/**
 * Makes a span of each call of a handler, which is the current one for the handler, and one of each receive, which has
 * ended before the deliveries are processed.
 */
record ProcessObserver(IncomingTracing tracing) implements HandlerObserver {

    @Override
    public Handling begin(List<Delivery> deliveries) {
        var span = deliveries.size() == 1 ? tracing.begin(deliveries.get(0)) : tracing.begin(deliveries);
        return new Traced(span, span.context().makeCurrent());
    }

    @Override
    public void received(List<Delivery> deliveries) {
        tracing.received(deliveries);
    }

    private record Traced(ProcessSpan span, Scope scope) implements Handling {

        /**
         * Ends the scope where it belongs to the thread. In Quarkus it may belong to the Vert.x context of the
         * delivery, which the thread has left by now: there the span stays the current one for what goes on.
         */
        @Override
        public void returned() {
            if (Context.current() == span.context()) {
                scope.close();
            }
        }

        @Override
        public void within(Runnable work) {
            try (var again = span.context().makeCurrent()) {
                work.run();
            }
        }

        @Override
        public void ended(Throwable failure, String disposition) {
            span.disposition(disposition);
            if (failure == null) {
                span.accepted();
            } else {
                span.failed(failure);
            }
        }
    }
}

package io.penstock.quarkus.deployment;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.penstock.Broker;
import io.penstock.listener.QueueListener;
import io.penstock.listener.Retry;
import io.vertx.ext.web.Router;

import java.util.stream.Collectors;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Edited while one of its messages is tried again. */
@Singleton
public class TracedBean {

    @Inject
    Broker broker;

    @Inject
    InMemorySpanExporter spans;

    @QueueListener("orders")
    @Retry(maxRetries = -1, delay = 100, maxDelay = 100, jitter = 0)
    void on(String payload) {
        throw new IllegalStateException("no stock");
    }

    void routes(@Observes Router router) {
        router.get("/send").blockingHandler(request -> {
            broker.send("orders", "x");
            request.end();
        });
        router.get("/first")
                .handler(request -> request.end(spans.getFinishedSpanItems().stream()
                        .filter(span -> span.getName().equals("process orders"))
                        .map(span -> span.getSpanId())
                        .findFirst()
                        .orElse("")));
        router.get("/links")
                .handler(request -> request.end(spans.getFinishedSpanItems().stream()
                        .filter(span -> span.getName().equals("process orders"))
                        .limit(1)
                        .flatMap(span -> span.getLinks().stream())
                        .map(link -> link.getSpanContext().getSpanId())
                        .collect(Collectors.joining(","))));
    }

    @Produces
    @Singleton
    static InMemorySpanExporter spans() {
        return InMemorySpanExporter.create();
    }

    @Produces
    @Singleton
    static OpenTelemetry telemetry(InMemorySpanExporter spans) {
        return OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .addSpanProcessor(SimpleSpanProcessor.create(spans))
                        .build())
                .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
                .build();
    }
}

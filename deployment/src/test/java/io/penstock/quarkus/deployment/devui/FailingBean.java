package io.penstock.quarkus.deployment.devui;

import io.penstock.listener.DeadLetter;
import io.penstock.listener.QueueListener;
import io.penstock.listener.Retry;

import jakarta.enterprise.context.ApplicationScoped;

@ApplicationScoped
public class FailingBean {

    @QueueListener("orders")
    @Retry(maxRetries = 0)
    @DeadLetter("orders.failed")
    void take(String body) {
        throw new IllegalStateException("no stock for " + body);
    }
}

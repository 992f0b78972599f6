package io.penstock.quarkus.deployment;

import io.penstock.Broker;
import io.penstock.Message;
import io.penstock.listener.QueueListener;
import io.vertx.ext.web.Router;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Edited while it runs. */
@Singleton
public class ReloadedBean {

    @Inject
    Broker broker;

    private volatile int heard;

    @QueueListener("orders")
    void on(String payload) {
        heard++;
    }

    void routes(@Observes Router router) {
        router.get("/send").blockingHandler(request -> {
            broker.send(Message.to("orders").body("x").build());
            request.end();
        });
        router.get("/state")
                .blockingHandler(request -> request.end("heard " + heard + ", stored "
                        + broker.statistics("orders").messages()));
    }
}

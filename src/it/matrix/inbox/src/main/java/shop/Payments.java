package shop;

import io.penstock.Broker;
import io.penstock.Delivery;
import io.penstock.Message;
import io.penstock.listener.QueueListener;
import io.penstock.listener.Retry;
import io.penstock.postgres.Idempotent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;

/** Once each, with a database. */
@ApplicationScoped
public class Payments {

    @Inject
    Broker broker;

    @Inject
    Diary diary;

    void open(@Observes StartupEvent start) {
        send("a payment");
    }

    void send(String name) {
        broker.send(Message.to("payments").body(name).build());
    }

    @Idempotent
    @Transactional
    @QueueListener("payments")
    @Retry(maxRetries = 3, delay = 10)
    void pay(String name, Delivery delivery) {
        var payment = new Payment();
        payment.name = name;
        payment.persist();
        if (name.contains("bounces") && delivery.attempt() == 1) {
            throw new IllegalStateException("This payment succeeds when it is tried again.");
        }
        diary.write(name + " in the database");
    }
}

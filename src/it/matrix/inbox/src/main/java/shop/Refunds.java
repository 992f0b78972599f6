package shop;

import io.penstock.postgres.Idempotent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Once each, with a database, from a channel of Reactive Messaging. */
@ApplicationScoped
public class Refunds {

    @Idempotent
    @Transactional
    @Incoming("refunds")
    void refund(String name) {
        var payment = new Payment();
        payment.name = name;
        payment.persist();
    }
}

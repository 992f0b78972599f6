package com.acme.shop.billing;

import com.acme.shop.Book;
import io.penstock.Broker;
import io.penstock.Message;
import io.penstock.listener.QueueListener;
import org.eclipse.microprofile.config.inject.ConfigProperty;

import java.time.Duration;
import java.time.Instant;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Invoices, and a reminder for each that is not paid in time: a message that is delivered in two weeks. */
@ApplicationScoped
public class Billing {

    @Inject
    Broker broker;

    @Inject
    Book book;

    @ConfigProperty(name = "shop.billing.remind-after")
    Duration remindAfter;

    public void invoice(String invoice) {
        broker.send(Message.to("reminders")
                .id(invoice)
                .body(invoice)
                .deliverAt(Instant.now().plus(remindAfter))
                .build());
    }

    public void paid(String invoice) {
        book.note("invoices.paid", invoice);
    }

    @QueueListener("reminders")
    void remind(String invoice) {
        if (!book.has("invoices.paid", invoice)) {
            book.note("invoices.reminded", invoice);
        }
    }
}

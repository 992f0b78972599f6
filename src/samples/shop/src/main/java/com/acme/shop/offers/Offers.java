package com.acme.shop.offers;

import com.acme.shop.Book;
import io.penstock.Broker;
import io.penstock.Message;
import io.penstock.listener.QueueListener;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Offers go to an exchange, and from there to the web site, the app and the printer. Each copy is on its own way. */
@ApplicationScoped
public class Offers {

    @Inject
    Broker broker;

    @Inject
    Book book;

    /** Returns when the offer is on the disk, in all three queues. */
    public void publish(String offer) {
        broker.send(Message.to("offers").id(offer).body(offer).build());
    }

    @QueueListener("offers.web")
    void toTheWeb(String offer) {
        book.note("offers.web", offer);
    }

    @QueueListener("offers.app")
    void toTheApp(String offer) {
        book.note("offers.app", offer);
    }

    @QueueListener("offers.print")
    void toThePrinter(String offer) {
        book.note("offers.print", offer);
    }
}

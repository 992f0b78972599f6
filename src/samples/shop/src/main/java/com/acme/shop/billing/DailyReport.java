package com.acme.shop.billing;

import com.acme.shop.Book;
import com.acme.shop.orders.Payment;
import io.penstock.Message;
import io.penstock.listener.QueueListener;
import io.quarkus.logging.Log;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Reports the takings when the schedule {@code daily-report} says so. With ten replicas there is still one report. */
@ApplicationScoped
public class DailyReport {

    @Inject
    Book book;

    @QueueListener("reports")
    void report(Message due) {
        Log.infof("%d payments, %d cents", Payment.count(), Payment.totalCents(""));
        book.note("reports", due.id());
    }
}

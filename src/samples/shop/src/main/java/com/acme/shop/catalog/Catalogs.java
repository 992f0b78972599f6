package com.acme.shop.catalog;

import io.penstock.TypedSender;
import io.penstock.listener.QueueListener;
import io.penstock.quarkus.SendsTo;
import io.quarkus.narayana.jta.QuarkusTransaction;

import java.util.Optional;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * Makes catalogs in the background. Each page is committed by itself: whoever asks sees how far it is, and a process
 * that is killed goes on with the page that it was at.
 */
@ApplicationScoped
public class Catalogs {

    record Job(String id, int pages) {}

    @Inject
    @SendsTo("catalogs")
    TypedSender<Job> jobs;

    @Inject
    Typesetter typesetter;

    /** Returns when the job is on the disk. */
    public void request(String id, int pages) {
        jobs.send(new Job(id, pages), message -> message.id(id));
    }

    @QueueListener(value = "catalogs", concurrency = 2, prefetch = 1, maxProcessingTime = "2H")
    void make(Job job) {
        int page = QuarkusTransaction.requiringNew().call(() -> begin(job));
        while (page < job.pages()) {
            page++;
            finish(job, page, typesetter.set(page));
        }
    }

    /** How far a catalog is; empty if nobody has begun with it. */
    public Optional<Catalog> progress(String id) {
        return QuarkusTransaction.requiringNew().call(() -> Catalog.findByIdOptional(id));
    }

    private static int begin(Job job) {
        var catalog = Catalog.<Catalog>findById(job.id());
        if (catalog == null) {
            catalog = new Catalog(job.id(), job.pages());
            catalog.persist();
        }
        return catalog.done;
    }

    private static void finish(Job job, int page, int bytes) {
        QuarkusTransaction.requiringNew().run(() -> {
            var catalog = Catalog.<Catalog>findById(job.id());
            catalog.done = page;
            catalog.bytes += bytes;
        });
    }
}

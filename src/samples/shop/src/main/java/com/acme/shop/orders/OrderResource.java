package com.acme.shop.orders;

import com.acme.shop.Book;
import io.smallrye.common.annotation.Blocking;

import java.util.concurrent.CompletionStage;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;

/** Orders over HTTP: taken at once, worked on later. */
@Path("/orders")
public class OrderResource {

    record Progress(String id, boolean paid, boolean reserved, boolean confirmed) {}

    @Inject
    OrderDesk desk;

    @Inject
    Book book;

    @POST
    public CompletionStage<Response> place(Order order) {
        return desk.place(order)
                .thenApply(receipt -> Response.accepted().entity(order).build());
    }

    @GET
    @Path("{id}")
    @Blocking
    public Progress progress(@PathParam("id") String id) {
        var progress = new Progress(
                id,
                Payment.findByIdOptional(id).isPresent(),
                book.has(Inventory.DEPARTMENT, id),
                book.has(Confirmations.DEPARTMENT, id));
        if (!progress.paid && !progress.reserved && !progress.confirmed) {
            throw new NotFoundException("No department has seen order '" + id + "' yet");
        }
        return progress;
    }
}

package com.acme.shop.stock;

import io.smallrye.common.annotation.Blocking;

import java.util.Map;
import java.util.concurrent.CompletionStage;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

/** The stock over HTTP. */
@Path("/stock")
public class StockResource {

    @Inject
    Stock stock;

    @POST
    public CompletionStage<Response> record(Movement movement) {
        return stock.record(movement)
                .thenApply(receipt -> Response.accepted().entity(movement).build());
    }

    @GET
    public Map<String, Integer> levels() {
        return stock.levels();
    }

    @GET
    @Path("replayed")
    @Blocking
    public Map<String, Integer> replayed() {
        return stock.replay();
    }
}

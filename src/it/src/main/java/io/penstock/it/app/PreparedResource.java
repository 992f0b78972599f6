package io.penstock.it.app;

import io.penstock.Broker;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** How many prepared transactions wait for their end. */
@Path("/prepared")
@Produces(MediaType.TEXT_PLAIN)
public class PreparedResource {

    private final Broker broker;

    PreparedResource(Broker broker) {
        this.broker = broker;
    }

    @GET
    public int prepared() {
        return broker.prepared().size();
    }
}

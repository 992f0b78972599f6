package com.acme.shop.offers;

import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Offers over HTTP. */
@Path("/offers")
public class OfferResource {

    @Inject
    Offers offers;

    @POST
    @Consumes(MediaType.TEXT_PLAIN)
    public Response publish(String offer) {
        offers.publish(offer);
        return Response.accepted().build();
    }
}

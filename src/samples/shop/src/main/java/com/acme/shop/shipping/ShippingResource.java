package com.acme.shop.shipping;

import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

/** Parcels over HTTP. */
@Path("/shipments")
public class ShippingResource {

    @Inject
    Shipping shipping;

    @POST
    public Response ship(Shipment shipment) {
        shipping.ship(shipment);
        return Response.accepted().build();
    }
}

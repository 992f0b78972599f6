package com.acme.shop.billing;

import jakarta.inject.Inject;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

/** Invoices over HTTP. */
@Path("/invoices/{id}")
public class BillingResource {

    @Inject
    Billing billing;

    @PUT
    public void invoice(@PathParam("id") String id) {
        billing.invoice(id);
    }

    @PUT
    @Path("paid")
    public void paid(@PathParam("id") String id) {
        billing.paid(id);
    }
}

package com.acme.shop.catalog;

import java.net.URI;
import java.util.UUID;
import jakarta.inject.Inject;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;

/** Catalogs over HTTP: the answer says where to ask how far it is. */
@Path("/catalogs")
public class CatalogResource {

    private static final int MAX_PAGES = 10_000;

    record Wanted(int pages) {}

    @Inject
    Catalogs catalogs;

    @POST
    public Response request(Wanted wanted) {
        if (wanted.pages() < 1 || wanted.pages() > MAX_PAGES) {
            throw new BadRequestException("pages is " + wanted.pages() + ": choose 1 to " + MAX_PAGES);
        }
        var id = UUID.randomUUID().toString();
        catalogs.request(id, wanted.pages());
        return Response.accepted().location(URI.create("/catalogs/" + id)).build();
    }

    @GET
    @Path("{id}")
    public Catalog progress(@PathParam("id") String id) {
        return catalogs.progress(id)
                .orElseThrow(() -> new NotFoundException("Nobody has begun with catalog '" + id + "' yet"));
    }
}

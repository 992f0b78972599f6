package io.penstock.bench.server;

import io.smallrye.common.annotation.NonBlocking;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;

/**
 * Reads a body and drops it: what HTTP costs in this server, with all its checks of a request, when nothing is sent. It
 * stays on the event loop, and answers without a body, as the cheapest endpoint does.
 */
@Path("/api/v1/bench/drop")
final class DropResource {

    @POST
    @Consumes(MediaType.WILDCARD)
    @NonBlocking
    public void drop(byte[] body) {
        // The body has been read.
    }
}

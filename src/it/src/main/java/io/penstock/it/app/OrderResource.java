package io.penstock.it.app;

import io.penstock.Broker;
import io.penstock.DestinationStatistics.SubscriptionStatistics;
import io.penstock.Message;
import io.smallrye.common.annotation.Blocking;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** What the tests ask of the application. */
@Path("/queues/{queue}")
@Blocking
@Consumes(MediaType.TEXT_PLAIN)
@Produces(MediaType.TEXT_PLAIN)
public class OrderResource {

    private final Broker broker;

    OrderResource(Broker broker) {
        this.broker = broker;
    }

    /** Sends each line as an order, all or none of them. */
    @POST
    public void send(@PathParam("queue") String queue, String numbers) {
        var transaction = broker.begin();
        numbers.lines()
                .forEach(number ->
                        transaction.send(Message.to(queue).body(number).build()));
        transaction.commitAsync().toCompletableFuture().join();
    }

    /** How many orders are not accepted yet. */
    @GET
    public long waiting(@PathParam("queue") String queue) {
        return broker.statistics(queue).subscriptions().stream()
                .mapToLong(SubscriptionStatistics::waiting)
                .sum();
    }
}

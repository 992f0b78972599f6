package io.penstock.server.http.consume;

import java.util.List;

/** Is what a poll is answered with: leases, and who takes those back that the client has not got. */
record PollAnswer(List<Lease> leases, SharedConsumer owner) {

    DeliveriesView view() {
        return new DeliveriesView(leases.stream().map(DeliveryView::of).toList());
    }

    /** The client is gone, or has hung up before all was written. */
    void notWritten() {
        owner.giveBack(leases);
    }
}

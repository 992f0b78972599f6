package com.acme.shop.shipping;

import jakarta.enterprise.context.ApplicationScoped;

/** Stands for somebody else's service, which is not always there. */
@ApplicationScoped
public class Carrier {

    /** @throws IllegalStateException if the carrier cannot be reached, which it never can on the Moon */
    public void collect(Shipment shipment) {
        if (shipment.address().endsWith("Moon")) {
            throw new IllegalStateException("No carrier answers in " + shipment.address());
        }
    }
}

package com.acme.shop.orders;

/** What a customer wants. Whoever is not sure whether an order has arrived sends it again with the same id. */
public record Order(String id, String customer, String article, int cents) {

    public Order {
        if (id == null || id.isBlank() || id.length() > 64) {
            throw new IllegalArgumentException("id must have 1 to 64 characters");
        }
        if (customer == null || customer.isBlank() || customer.length() > 64) {
            throw new IllegalArgumentException("customer must have 1 to 64 characters");
        }
        if (cents < 0) {
            throw new IllegalArgumentException("cents is " + cents + ": it must not be negative");
        }
    }
}

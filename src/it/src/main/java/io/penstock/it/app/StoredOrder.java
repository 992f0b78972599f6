package io.penstock.it.app;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** One run of a handler: a second row for an order means that it was handled twice. */
@Entity
@Table(name = "stored_order")
public class StoredOrder extends PanacheEntityBase {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public Long id;

    public String queue;
    public String number;

    static void store(String queue, String number) {
        var order = new StoredOrder();
        order.queue = queue;
        order.number = number;
        order.persist();
    }
}

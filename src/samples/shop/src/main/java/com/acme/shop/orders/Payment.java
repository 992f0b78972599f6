package com.acme.shop.orders;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** The money that was taken for an order. */
@Entity
public class Payment extends PanacheEntityBase {

    @Id
    @Column(name = "order_id")
    public String orderId;

    public String customer;
    public long cents;

    protected Payment() {}

    Payment(Order order) {
        orderId = order.id();
        customer = order.customer();
        cents = order.cents();
    }

    /** The money that was taken for the orders whose names begin so. */
    public static long totalCents(String prefix) {
        return getEntityManager()
                .createQuery("select coalesce(sum(cents), 0) from Payment where orderId like :orders", Long.class)
                .setParameter("orders", prefix + "%")
                .getSingleResult();
    }
}

/**
 * An application of Jakarta EE that takes orders: {@link com.acme.orders.OrderDesk} puts them into a queue,
 * {@link com.acme.orders.OrderProcessor} asks {@link com.acme.orders.PriceList} for the price of each and publishes the
 * result, and {@link com.acme.orders.AuditTrail} keeps that. Nothing here knows which provider carries the messages.
 */
package com.acme.orders;

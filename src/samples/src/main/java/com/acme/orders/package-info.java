/**
 * Orders, as an application of Jakarta EE takes them: {@link com.acme.orders.OrderDesk} puts them into a queue, {@link
 * com.acme.orders.OrderProcessor} asks {@link com.acme.orders.PriceList} for the price of each and publishes what
 * became of it, and {@link com.acme.orders.AuditTrail} keeps that. Nothing here knows which provider carries the
 * messages.
 */
package com.acme.orders;

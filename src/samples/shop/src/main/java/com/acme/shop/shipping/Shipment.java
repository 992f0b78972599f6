package com.acme.shop.shipping;

/** A parcel and where it goes. */
public record Shipment(String id, String address) {}

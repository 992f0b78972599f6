/** Delivery is one subscription at work: it hands out records to consumers, who settle them. */
package io.penstock.broker.delivery;

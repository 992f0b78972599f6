/** The flash-sale sample: three subscriptions of one topic, of which one is much slower than the orders come in. */
package io.penstock.server.sample.flashsale;

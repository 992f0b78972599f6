package io.penstock.spi;

import io.penstock.DeliveryHandler;

/**
 * A delivery handler of a front door, which tells the {@link HandlerObserver} of each call or receive by itself. A
 * broker that observes what other handlers do leaves its deliveries as they are.
 */
public interface ObservingHandler extends DeliveryHandler {}

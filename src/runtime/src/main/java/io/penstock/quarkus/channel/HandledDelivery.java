package io.penstock.quarkus.channel;

import io.penstock.spi.HandlerScope;

import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;

/** Opens the scope of a handler around a channel's method, outside of all other interceptors. */
@Interceptor
@HandlesDelivery
@Priority(Interceptor.Priority.PLATFORM_BEFORE)
public class HandledDelivery {

    @AroundInvoke
    Object handle(InvocationContext call) throws Exception {
        var delivery = ChannelDeliveries.current();
        return delivery.isPresent() ? HandlerScope.with(delivery.get(), call::proceed) : call.proceed();
    }
}

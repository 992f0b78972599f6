package com.acme.orders;

import jakarta.annotation.Resource;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.EJBException;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.MessageDrivenContext;
import jakarta.inject.Inject;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.Topic;

/** Prices an order and publishes the result. The order is taken from its queue in the same transaction. */
@MessageDriven(
        name = "OrderProcessor",
        activationConfig = {
            @ActivationConfigProperty(propertyName = "destinationLookup", propertyValue = "java:/jms/queue/orders"),
            @ActivationConfigProperty(propertyName = "destinationType", propertyValue = "jakarta.jms.Queue"),
            @ActivationConfigProperty(propertyName = "acknowledgeMode", propertyValue = "Auto-acknowledge"),
            @ActivationConfigProperty(propertyName = "maxSession", propertyValue = "4")
        })
public class OrderProcessor implements MessageListener {

    @Inject
    JMSContext context;

    @Inject
    PriceClient prices;

    @Resource
    MessageDrivenContext container;

    @Resource(lookup = "java:/jms/topic/OrderEvents")
    Topic events;

    @Override
    public void onMessage(Message message) {
        try {
            var order = (MapMessage) message;
            var item = order.getString("item");
            var price = prices.priceOf(item);
            context.createProducer()
                    .setProperty("customer", order.getString("customer"))
                    .send(events, item + " for " + price);
            if (price == PriceList.UNKNOWN) {
                // The item may be in the list when the message is delivered again; the roll-back takes back what was
                // published.
                container.setRollbackOnly();
            }
        } catch (JMSException e) {
            throw new EJBException(e);
        }
    }
}

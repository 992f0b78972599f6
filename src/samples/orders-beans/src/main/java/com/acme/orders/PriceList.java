package com.acme.orders;

import java.util.Map;
import jakarta.annotation.PostConstruct;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.EJBException;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;

/** Answers requests for the price of an item. */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "destination", propertyValue = "java:/jms/queue/PriceRequests"),
            @ActivationConfigProperty(propertyName = "destinationType", propertyValue = "jakarta.jms.Queue")
        })
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class PriceList implements MessageListener {

    static final int UNKNOWN = 0;

    @Inject
    JMSContext context;

    private Map<String, Integer> prices;

    @PostConstruct
    void read() {
        prices = Map.of("teapot", 35, "cup", 9, "saucer", 5);
    }

    @Override
    public void onMessage(Message request) {
        try {
            var price = prices.getOrDefault(request.getBody(String.class), UNKNOWN);
            context.createProducer()
                    .setJMSCorrelationID(request.getJMSCorrelationID())
                    .send(request.getJMSReplyTo(), String.valueOf(price));
        } catch (JMSException e) {
            throw new EJBException(e);
        }
    }
}

package com.acme.orders;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.EJBException;
import jakarta.ejb.MessageDriven;
import jakarta.inject.Inject;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;

/** Records every event, also those that are published while it is not running. */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(
                    propertyName = "destinationLookup",
                    propertyValue = "java:/jms/topic/OrderEvents"),
            @ActivationConfigProperty(propertyName = "destinationType", propertyValue = "jakarta.jms.Topic"),
            @ActivationConfigProperty(propertyName = "subscriptionDurability", propertyValue = "Durable"),
            @ActivationConfigProperty(propertyName = "subscriptionName", propertyValue = "audit"),
            @ActivationConfigProperty(propertyName = "clientId", propertyValue = "accounting")
        })
public class AuditTrail implements MessageListener {

    @Inject
    Ledger ledger;

    @Override
    public void onMessage(Message event) {
        try {
            ledger.add(event.getStringProperty("customer") + ": " + event.getBody(String.class));
        } catch (JMSException e) {
            throw new EJBException(e);
        }
    }
}

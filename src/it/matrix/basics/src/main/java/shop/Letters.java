package shop;

import io.quarkus.runtime.StartupEvent;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;

/** By Jakarta Messaging. */
@Singleton
public class Letters {

    @Inject
    ConnectionFactory factory;

    void open(@Observes StartupEvent start) {
        try (var context = factory.createContext()) {
            context.createProducer().send(context.createQueue("letters"), "a letter");
        }
    }

    @MessageDriven(
            activationConfig = @ActivationConfigProperty(propertyName = "destination", propertyValue = "letters"))
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public static class Letterbox implements MessageListener {

        @Inject
        Diary diary;

        @Override
        public void onMessage(Message message) {
            try {
                diary.write(message.getBody(String.class) + " by Jakarta Messaging");
            } catch (JMSException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}

package shop;

import io.quarkus.runtime.StartupEvent;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.transaction.Transactional;

/** In JTA transactions. */
@ApplicationScoped
public class Till {

    @Inject
    JMSContext jms;

    @Transactional
    void open(@Observes StartupEvent start) {
        pay("a coin");
    }

    @Transactional
    void pay(String coin) {
        jms.createProducer().send(jms.createQueue("coins"), coin);
    }

    @Transactional
    void payAndFail(String coin) {
        pay(coin);
        throw new IllegalStateException("This coin stays with its owner.");
    }

    @MessageDriven(activationConfig = @ActivationConfigProperty(propertyName = "destination", propertyValue = "coins"))
    public static class Cashier implements MessageListener {

        @Inject
        Diary diary;

        @Override
        public void onMessage(Message message) {
            try {
                diary.write(message.getBody(String.class) + " in a transaction");
            } catch (JMSException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}

package io.penstock.embedded;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;

/** A process that receives a message of a group, does not commit it, and is killed. */
final class KilledClient {

    static final String RECEIVED = "received ";

    private KilledClient() {}

    public static void main(String[] directory) throws Exception {
        try (var penstock = PenstockJms.start(Path.of(directory[0]));
                var context = penstock.connectionFactory().createContext(JMSContext.SESSION_TRANSACTED)) {
            var queue = context.createQueue("orders");
            var producer = context.createProducer().setProperty("JMSXGroupID", "g");
            for (String text : new String[] {"a", "b", "c"}) {
                producer.send(queue, text);
            }
            context.commit();
            Message message = context.createConsumer(queue).receive();
            System.out.println(RECEIVED + message.getBody(String.class) + " " + message.getJMSRedelivered());
            new CountDownLatch(1).await();
        }
    }
}

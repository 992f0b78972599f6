package shop;

import io.penstock.Broker;
import io.penstock.Message;
import io.penstock.listener.TopicListener;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/** By a topic, as JSON. */
@ApplicationScoped
public class Prices {

    record Price(String of, int cents) {}

    @Inject
    Broker broker;

    @Inject
    Diary diary;

    void open(@Observes StartupEvent start) {
        broker.send(Message.to("prices").body("{\"of\": \"a book\", \"cents\": 1200}").build());
    }

    @TopicListener(value = "prices", subscription = "diary", start = TopicListener.Start.EARLIEST)
    void note(Price price) {
        diary.write("a price of " + price.cents() + " by a topic");
    }
}

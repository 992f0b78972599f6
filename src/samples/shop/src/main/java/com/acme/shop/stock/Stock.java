package com.acme.shop.stock;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.Broker;
import io.penstock.Delivery;
import io.penstock.Receipt;
import io.penstock.ReplayRequest;
import io.penstock.StartPosition;
import io.penstock.TypedSender;
import io.penstock.listener.TopicListener;
import io.penstock.quarkus.SendsTo;
import io.quarkus.runtime.StartupEvent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/**
 * The stock, as events: the topic of movements is the truth, and the levels are only what it adds up to. They lie in
 * memory, and each start builds them again by reading the topic from its beginning.
 */
@ApplicationScoped
public class Stock {

    private static final String TOPIC = "stock";
    private static final String LEVELS = "levels";

    @Inject
    @SendsTo(TOPIC)
    TypedSender<Movement> movements;

    @Inject
    Broker broker;

    @Inject
    ObjectMapper json;

    private final Levels levels = new Levels();

    public CompletionStage<Receipt> record(Movement movement) {
        return movements.sendAsync(movement, message -> message.key(movement.article()));
    }

    /** Listeners start after all observers, so they read from here on. */
    void rebuild(@Observes StartupEvent start) {
        broker.seek(TOPIC, LEVELS, StartPosition.EARLIEST);
    }

    @TopicListener(value = TOPIC, subscription = LEVELS, name = LEVELS, start = TopicListener.Start.EARLIEST)
    void apply(Movement movement) {
        levels.apply(movement);
    }

    public Map<String, Integer> levels() {
        return levels.all();
    }

    /** What all movements up to now add up to, read from the log beside everybody else: an audit of the levels. */
    public Map<String, Integer> replay() {
        var replayed = new Levels();
        try (var replay = broker.replay(ReplayRequest.all(TOPIC).build(), deliveries -> {
            for (var delivery : deliveries) {
                replayed.apply(movementIn(delivery));
                delivery.acceptAsync();
            }
        })) {
            replay.request(Long.MAX_VALUE);
            replay.done();
        }
        return replayed.all();
    }

    private Movement movementIn(Delivery delivery) {
        try {
            return json.readValue(delivery.message().body(), Movement.class);
        } catch (IOException e) {
            throw new UncheckedIOException("Offset " + delivery.offset() + " holds no movement.", e);
        }
    }
}

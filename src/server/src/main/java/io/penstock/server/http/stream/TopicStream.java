package io.penstock.server.http.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.Destination;
import io.penstock.PenstockException;
import io.penstock.StoredMessage;
import io.penstock.server.http.message.MessageBrowser;
import io.penstock.server.http.message.MessageView;
import io.penstock.server.http.request.ItemProblem;
import io.vertx.core.buffer.Buffer;

import java.util.concurrent.Executor;

/**
 * The stream of a topic's messages, in the order of each partition. It keeps nothing but where it is: the next part is
 * read when the socket has taken the last one.
 */
final class TopicStream implements EventStream {

    /** Messages asked of the broker at a time: what may be in memory before the part is found to be full. */
    private static final int CHUNK = 16;

    private final Broker broker;
    private final String topic;
    private final Positions positions;
    private final int only;
    private final ObjectMapper json;
    private final Executor blocking;
    private final TopicTails tails;
    private int turn;

    /**
     * @param broker as the caller may use it, also after the request
     * @param only the partition that is read; -1 for all
     * @param blocking runs what reads from the disk
     */
    TopicStream(
            Broker broker,
            String topic,
            Positions positions,
            int only,
            ObjectMapper json,
            Executor blocking,
            TopicTails tails) {
        this.broker = broker;
        this.topic = topic;
        this.positions = positions;
        this.only = only;
        this.json = json;
        this.blocking = blocking;
        this.tails = tails;
    }

    @Override
    public void begin(EventConnection connection) {
        blocking.execute(() -> next(connection));
    }

    @Override
    public void over() {
        // It holds nothing.
    }

    private void next(EventConnection connection) {
        if (connection.isOver()) {
            return;
        }
        try {
            var part = part();
            if (part.length() > 0) {
                connection.send(part).onSuccess(done -> blocking.execute(() -> next(connection)));
            } else {
                tails.await(topic, positions, only, connection::isOver, () -> next(connection));
            }
        } catch (PenstockException | JsonProcessingException e) {
            end(connection, e);
        }
    }

    private void end(EventConnection connection, Exception failure) {
        try {
            var problem = ItemProblem.of(failure, "/api/v1/destinations/" + topic + "/events");
            connection.end("problem", json.writeValueAsString(problem));
        } catch (JsonProcessingException e) {
            connection.end("problem", "{}");
        }
    }

    /** What comes next: a few messages of each partition in turn, as far as they have room. */
    private Buffer part() throws JsonProcessingException {
        var part = Buffer.buffer();
        int partitions = broker.destination(topic)
                .map(Destination::partitionNumbers)
                .orElseThrow(() -> new PenstockException.UnknownDestination(topic));
        int bytes = 0;
        for (int i = 0; i < partitions && bytes < EventConnection.PART_BYTES; i++) {
            int partition = only >= 0 ? only : turn++ % partitions;
            if (only >= 0 && i > 0) {
                break;
            }
            var request = BrowseRequest.all(topic, CHUNK)
                    .partition(partition)
                    .fromOffset(positions.of(partition))
                    .build();
            for (var stored : broker.browse(request)) {
                if (bytes >= EventConnection.PART_BYTES) {
                    break;
                }
                bytes += MessageBrowser.size(stored.message());
                part.appendBuffer(event(stored));
            }
        }
        turn = Math.floorMod(turn, partitions);
        return part;
    }

    private Buffer event(StoredMessage stored) throws JsonProcessingException {
        positions.set(stored.partition(), stored.offset() + 1);
        return EventConnection.event(positions.toString(), "message", json.writeValueAsString(MessageView.of(stored)));
    }
}

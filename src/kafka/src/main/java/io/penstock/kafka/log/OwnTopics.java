package io.penstock.kafka.log;

import io.penstock.journal.JournalException;
import io.penstock.journal.frame.Append;
import org.apache.kafka.common.Uuid;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The topics that belong to destinations of the cell, with their ids, as the journal says them. One that no destination
 * has any more is to be deleted, and nothing else that may have its name by then. One thread at a time is told, any
 * thread reads.
 */
final class OwnTopics {

    private final Map<String, Uuid> ids = new ConcurrentHashMap<>();

    /** What the journal is told of a topic. */
    static final class Note extends Append {

        private final Part.Topic topic;

        /** @param id {@link Uuid#ZERO_UUID} if it is gone */
        Note(String name, Uuid id) {
            super(false);
            topic = new Part.Topic(name, id);
        }

        Part.Topic topic() {
            return topic;
        }

        @Override
        public void durable() {
            // Nobody waits for it.
        }

        @Override
        public void failed(JournalException cause) {
            // The next owner finds what it would have said, or leaves the topic alone.
        }
    }

    /** Goes on where a snapshot was taken. */
    void restored(Map<String, Uuid> topics) {
        ids.putAll(topics);
    }

    /** The journal says so of a topic. */
    void told(String name, Uuid id) {
        if (id.equals(Uuid.ZERO_UUID)) {
            ids.remove(name);
        } else {
            ids.put(name, id);
        }
    }

    /** All of them, as of now. */
    Map<String, Uuid> now() {
        return Map.copyOf(ids);
    }

    /** Those of these names. */
    Map<String, Uuid> among(Collection<String> names) {
        var chosen = new HashMap<>(ids);
        chosen.keySet().retainAll(names);
        return chosen;
    }

    boolean has(String name, Uuid id) {
        return id.equals(ids.get(name));
    }
}

package io.penstock.connector.client;

import io.penstock.PenstockException;
import io.penstock.StartPosition;
import io.penstock.connector.attribute.ChannelAttributes;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import jakarta.enterprise.context.ApplicationScoped;

/** Knows the incoming channels, and controls all copies of one together. */
@ApplicationScoped
public class ChannelControls implements PenstockClientService {

    private final Map<String, Copies> channels = new ConcurrentHashMap<>();

    /** Where subscriptions were put at this start, by {@link ControlledChannel#reads}. */
    private final Map<String, StartPosition> sought = new ConcurrentHashMap<>();

    /** The copies of one channel; one copy without {@code concurrency}. */
    private static final class Copies {

        private final List<ControlledChannel> all = new CopyOnWriteArrayList<>();
        private boolean isPaused;
        private boolean isSeeking;

        private synchronized void pause() {
            isPaused = true;
            all.forEach(ControlledChannel::hold);
        }

        private synchronized void resume() {
            isPaused = false;
            resumeIfFree();
        }

        private synchronized void seek(boolean begins) {
            isSeeking = begins;
            if (begins) {
                all.forEach(ControlledChannel::hold);
            } else {
                resumeIfFree();
            }
        }

        private void resumeIfFree() {
            if (!isPaused && !isSeeking) {
                all.forEach(ControlledChannel::resume);
            }
        }

        private synchronized boolean isPaused() {
            return isPaused;
        }
    }

    /**
     * Adds a channel, or one more copy of it. What it reads is put to the position that it begins at, if it has one:
     * once, before any copy consumes.
     *
     * @throws PenstockException.InvalidConfiguration if another channel puts the same to another position
     */
    public void add(ControlledChannel channel, Optional<StartPosition> beginsAt) {
        beginsAt.ifPresent(position -> {
            var before = sought.putIfAbsent(channel.reads(), position);
            if (before == null) {
                channel.seek(position);
            } else if (!before.equals(position)) {
                throw new ChannelAttributes(channel.commonName())
                        .wrong("seek", position, "another channel puts " + channel.reads() + " to '" + before + "'");
            }
        });
        channels.computeIfAbsent(channel.commonName(), none -> new Copies()).all.add(channel);
    }

    @Override
    public Set<String> channels() {
        return new TreeSet<>(channels.keySet());
    }

    @Override
    public void pause(String channel) {
        find(channel).pause();
    }

    @Override
    public void resume(String channel) {
        find(channel).resume();
    }

    @Override
    public boolean isPaused(String channel) {
        return find(channel).isPaused();
    }

    @Override
    public Uni<Void> seek(String channel, StartPosition position) {
        var copies = find(channel);
        return Uni.createFrom()
                .voidItem()
                .invoke(() -> seek(copies, position))
                .runSubscriptionOn(Infrastructure.getDefaultExecutor());
    }

    /** Nothing is handed on meanwhile, so that what was taken before cannot be mistaken for what comes after. */
    private static void seek(Copies copies, StartPosition position) {
        copies.seek(true);
        try {
            copies.all.get(0).seek(position);
            copies.all.forEach(ControlledChannel::forgetWaiting);
        } finally {
            copies.seek(false);
        }
    }

    @Override
    public Set<Integer> partitions(String channel) {
        var all = new TreeSet<Integer>();
        find(channel).all.forEach(copy -> all.addAll(copy.partitions()));
        return all;
    }

    private Copies find(String channel) {
        var found = channels.get(channel);
        if (found == null) {
            throw new PenstockException.InvalidConfiguration("There is no incoming channel '" + channel
                    + "' of connector 'penstock': it has " + new TreeMap<>(channels).keySet() + ".");
        }
        return found;
    }
}

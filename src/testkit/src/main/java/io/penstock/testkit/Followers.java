package io.penstock.testkit;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The brokers that go by a clock of the test kit. It is safe for any thread. */
public final class Followers {

    private final List<Runnable> followers = new CopyOnWriteArrayList<>();

    /** Registers one, and returns what ends that. */
    public Runnable add(Runnable follower) {
        followers.add(follower);
        return () -> followers.remove(follower);
    }

    /** Lets all of them deal with what has become due. */
    public void catchUp() {
        followers.forEach(Runnable::run);
    }
}

package io.penstock.kafka.failover;

import io.penstock.Destination;
import io.penstock.Message;
import io.penstock.Schedule;
import io.penstock.kafka.owner.Moment;
import io.penstock.kafka.owner.OwnershipRules;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The process of an owner that prepares transactions, commits every other one, and has a schedule fire. */
final class PreparingMain {

    static final String OUT = "out";
    static final String FIRED = "fired";
    static final String SCHEDULE = "tick";
    static final Duration EVERY = Duration.ofSeconds(1);

    private PreparingMain() {}

    static byte[] globalId(int number) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
    }

    /** @param arguments bootstrap servers, name of the cell, lease in milliseconds */
    public static void main(String[] arguments) {
        var lease = Duration.ofMillis(Long.parseLong(arguments[2]));
        var cell = new Cell(arguments[0], arguments[1], lease, 1, OwnershipRules.ALL);
        var output = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        var broker = OwnedBroker.await(cell, "a", Moment.Listener.NONE, () -> false)
                .orElseThrow()
                .broker();
        broker.declare(Destination.queue(OUT).build());
        broker.declare(Destination.queue(FIRED).build());
        broker.schedule(
                Schedule.every(SCHEDULE, EVERY, Message.to(FIRED).build()).build());
        for (int i = 0; ; i++) {
            var transaction = broker.begin();
            transaction.send(Message.to(OUT).body("" + i).build());
            transaction.send(Message.to(OUT).body("" + i).build());
            transaction.prepareAsync(globalId(i)).toCompletableFuture().join();
            output.println("prepared " + i + " " + InstanceMain.END);
            if (i % 2 == 0) {
                broker.commitPrepared(globalId(i));
                output.println("committed " + i + " " + InstanceMain.END);
            }
        }
    }
}

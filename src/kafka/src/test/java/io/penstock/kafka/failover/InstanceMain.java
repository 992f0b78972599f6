package io.penstock.kafka.failover;

import io.penstock.kafka.owner.OwnershipRules;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The process of an instance, which prints what its senders and consumers are told, a line each, at once. */
final class InstanceMain implements Told {

    /** The last word of each line. */
    static final String END = ".";

    private final PrintStream output =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);

    private InstanceMain() {}

    /** @param arguments bootstrap servers, name of the cell, lease in milliseconds, replicas, name of the instance */
    public static void main(String[] arguments) {
        var cell = new Cell(
                arguments[0],
                arguments[1],
                Duration.ofMillis(Long.parseLong(arguments[2])),
                Integer.parseInt(arguments[3]),
                OwnershipRules.ALL);
        var output = new InstanceMain();
        var contender = new Contender(cell, arguments[4], output).telling(epoch -> output.print("owns " + epoch));
        contender.run();
        contender.requireSound();
    }

    private void print(String line) {
        output.println(line + " " + END);
    }

    @Override
    public void sent(String id) {
        print("sent " + id);
    }

    @Override
    public void handed(String id, long epoch) {
        print("handed " + id + " " + epoch);
    }

    @Override
    public void accepted(String id, long epoch) {
        print("accepted " + id + " " + epoch);
    }

    @Override
    public void moved(String id, long epoch) {
        print("moved " + id + " " + epoch);
    }
}

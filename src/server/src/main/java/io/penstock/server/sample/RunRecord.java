package io.penstock.server.sample;

import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.Destination;
import io.penstock.Durability;
import io.penstock.Message;

import java.util.List;

/**
 * Keeps the settings that the run of a sample was begun with, in a topic of its own: a run on a data directory may only
 * be continued with the same.
 */
public final class RunRecord {

    private final Broker broker;
    private final String topic;

    public RunRecord(Broker broker, String topic) {
        this.broker = broker;
        this.topic = topic;
    }

    /**
     * Begins a run, or continues it.
     *
     * @param parameters all that decides what the run does, in one line
     * @return whether the run had been begun before
     * @throws SampleProblem if the directory holds a run with other parameters
     */
    public boolean beginOrContinue(String parameters) {
        broker.declare(Destination.topic(topic).build());
        List<String> begun = broker
                .browse(BrowseRequest.all(topic, 1).partition(0).build())
                .stream()
                .map(stored -> stored.message().bodyText())
                .toList();
        if (begun.isEmpty()) {
            broker.send(Message.to(topic)
                    .body(parameters)
                    .durability(Durability.SYNC)
                    .build());
            return false;
        }
        if (!begun.get(0).equals(parameters)) {
            throw new SampleProblem("The data directory holds a run of this sample with " + begun.get(0)
                    + ", but this one is with " + parameters
                    + ". Continue it with the same input and seed, or choose another directory with --data.");
        }
        return true;
    }
}

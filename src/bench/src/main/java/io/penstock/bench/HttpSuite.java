package io.penstock.bench;

import io.penstock.bench.http.MeasuredServer;
import io.penstock.bench.http.PollScenario;
import io.penstock.bench.http.SendScenario;
import io.penstock.bench.http.StreamScenario;
import io.penstock.bench.measure.Scenario;

import java.util.ArrayList;
import java.util.List;

/** The scenarios of the server over HTTP. Those of one durability share a server. */
final class HttpSuite {

    /** Messages of a batch, and of a poll. */
    private static final int TOGETHER = 100;

    private HttpSuite() {}

    static List<Scenario> scenarios() {
        var all = new ArrayList<Scenario>();
        for (var durability : List.of("os", "sync")) {
            var server = new MeasuredServer(durability);
            var drop = "drop-" + durability + "-1k";
            var send = "send-" + durability + "-1k";
            all.add(new SendScenario(drop, List.of(), server, 0));
            all.add(new SendScenario(send, List.of(drop), server, 1));
            all.add(new SendScenario("batch-" + durability + "-1k", List.of(send), server, TOGETHER));
            all.add(new PollScenario("poll-" + durability + "-1k", List.of(send), server, TOGETHER));
            all.add(new StreamScenario("stream-queue-" + durability + "-1k", server, false));
            all.add(new StreamScenario("stream-topic-" + durability + "-1k", server, true));
        }
        return all;
    }
}

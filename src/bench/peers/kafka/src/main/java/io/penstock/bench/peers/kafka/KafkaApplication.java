package io.penstock.bench.peers.kafka;

import io.penstock.bench.application.load.Measurement;
import io.penstock.bench.application.load.Way;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;

import jakarta.inject.Inject;

/** The application that is measured with Penstock, as far as channels go, on SmallRye's connector for Kafka. */
@QuarkusMain
public class KafkaApplication implements QuarkusApplication {

    @Inject
    Measurement measurement;

    @Override
    public int run(String... arguments) throws Exception {
        var plan = Measurement.plan(arguments[2], arguments[3], arguments[4]);
        Measurement.print(measurement.of(Way.of(arguments[0]), Integer.parseInt(arguments[1]), plan));
        return 0;
    }
}

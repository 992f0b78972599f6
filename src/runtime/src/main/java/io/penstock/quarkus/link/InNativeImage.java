package io.penstock.quarkus.link;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import io.penstock.Broker;
import io.penstock.broker.BrokerOptions;
import io.penstock.quarkus.config.KafkaConfig;
import io.penstock.quarkus.config.Setting;

import java.time.InstantSource;

/**
 * Takes the place of {@link KafkaDoor#open} in a native image: the clients of Kafka find much by name, and none of that
 * is in the image.
 */
@TargetClass(KafkaDoor.class)
final class InNativeImage {

    private InNativeImage() {}

    @Substitute
    public static Broker open(KafkaConfig config, BrokerOptions engine, InstantSource clock) {
        throw new Setting("quarkus.penstock.engine")
                .wrong(
                        "kafka",
                        "the native executable has no clients of Kafka: run the application on a Java machine.");
    }
}

package io.penstock.bench.kafka;

import java.lang.management.ManagementFactory;
import java.util.List;
import javax.management.JMException;
import javax.management.ObjectName;

/** What the clients of Kafka in this process have asked, as they tell the platform's beans. */
final class KafkaRequests {

    private static final List<String> CLIENTS = List.of(
            "kafka.producer:type=producer-metrics,client-id=*",
            "kafka.consumer:type=consumer-metrics,client-id=*",
            "kafka.admin.client:type=admin-client-metrics,client-id=*");

    private KafkaRequests() {}

    /** All requests of the clients that are open now. */
    static double total() {
        var beans = ManagementFactory.getPlatformMBeanServer();
        double total = 0;
        try {
            for (var pattern : CLIENTS) {
                for (var client : beans.queryNames(new ObjectName(pattern), null)) {
                    total += ((Number) beans.getAttribute(client, "request-total")).doubleValue();
                }
            }
            return total;
        } catch (JMException e) {
            throw new IllegalStateException("The measurement failed: Kafka's clients do not tell what they ask", e);
        }
    }
}

package io.penstock.bench.kafka;

import io.penstock.bench.measure.Meter;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;

/**
 * Loads by Kafka's own client: an idempotent producer that waits for all replicas in sync, and a consumer of what is
 * committed. They have the options that they come with, but send at once ({@code linger.ms=0}), as the engine does.
 */
final class PlainLoads {

    private static final Duration CLOSING = Duration.ofSeconds(5);

    private static final Duration POLL = Duration.ofMillis(100);

    private PlainLoads() {}

    /** What a load does with a topic. */
    private interface Work {

        void begin(Clients clients, Workers workers, Meter meter);
    }

    /** The clients of one load, which end with it. */
    private record Clients(BenchTopics topics, String topic, HashMap<AutoCloseable, String> opened) {

        Producer<byte[], byte[]> producer(Map<String, Object> options) {
            var all = new HashMap<>(options);
            all.put("bootstrap.servers", topics.servers());
            all.put("acks", "all");
            all.put("enable.idempotence", true);
            all.putIfAbsent("linger.ms", 0);
            var producer = new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
            opened.put(producer, "producer");
            return producer;
        }

        KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> options) {
            var all = new HashMap<>(options);
            all.put("bootstrap.servers", topics.servers());
            all.put("isolation.level", "read_committed");
            all.put("group.id", topics.prefix());
            all.put("auto.offset.reset", "earliest");
            var consumer = new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
            opened.put(consumer, "consumer");
            consumer.subscribe(List.of(topic));
            return consumer;
        }

        ProducerRecord<byte[], byte[]> record(int payloadBytes, long startNanos) {
            return new ProducerRecord<>(
                    topic, ByteBuffer.allocate(payloadBytes).putLong(startNanos).array());
        }

        void close() {
            for (var client : opened.keySet()) {
                try {
                    if (client instanceof Producer<?, ?> producer) {
                        producer.close(CLOSING); // What is on its way is measured no more.
                    } else {
                        client.close();
                    }
                } catch (Exception e) {
                    throw new IllegalStateException("A client of Kafka could not be closed", e);
                }
            }
        }
    }

    private static KafkaLoad load(Work work) {
        return (topics, meter) -> {
            var clients = new Clients(topics, topics.make("plain", KafkaLoad.PARTITIONS), new HashMap<>());
            var workers = new Workers(meter);
            work.begin(clients, workers, meter);
            return () -> {
                workers.close();
                clients.close();
            };
        };
    }

    /** One thread sends and does not wait. */
    static KafkaLoad sends(int payloadBytes, int lingerMillis) {
        return load((clients, workers, meter) -> {
            var producer = clients.producer(Map.of("linger.ms", lingerMillis));
            var inFlight = new Semaphore(KafkaLoad.MAX_IN_FLIGHT);
            var sent = new long[1];
            workers.add("sender", () -> {
                if (workers.acquired(inFlight)) {
                    long start = sent[0]++ % Meter.SAMPLED == 0 ? System.nanoTime() : 0;
                    producer.send(clients.record(payloadBytes, start), (place, failure) -> {
                        workers.failIf(failure);
                        if (start != 0) {
                            meter.took(System.nanoTime() - start);
                        }
                        meter.completed(1);
                        inFlight.release();
                    });
                }
            });
        });
    }

    /** One thread sends, and waits for each record before the next. */
    static KafkaLoad sendsOneByOne(int payloadBytes) {
        return load((clients, workers, meter) -> {
            var producer = clients.producer(Map.of());
            workers.add("sender", () -> {
                long began = System.nanoTime();
                producer.send(clients.record(payloadBytes, 0)).get();
                meter.took(System.nanoTime() - began);
                meter.completed(1);
            });
        });
    }

    /** Records go through a topic as fast as they can; offsets are committed every five seconds. */
    static KafkaLoad flow(int payloadBytes) {
        return load((clients, workers, meter) -> {
            var producer = clients.producer(Map.of());
            var inFlight = new Semaphore(KafkaLoad.MAX_IN_FLIGHT);
            receive(clients, workers, meter, inFlight);
            workers.add("sender", () -> {
                if (workers.acquired(inFlight)) {
                    producer.send(
                            clients.record(payloadBytes, System.nanoTime()),
                            (place, failure) -> workers.failIf(failure));
                }
            });
        });
    }

    /** The same at a rate: what is timed is from when a record was due until it is there. */
    static KafkaLoad paced(int payloadBytes, int perSecond) {
        return load((clients, workers, meter) -> {
            var producer = clients.producer(Map.of());
            var inFlight = new Semaphore(KafkaLoad.MAX_IN_FLIGHT);
            receive(clients, workers, meter, inFlight);
            workers.addPaced("sender", perSecond, due -> {
                if (workers.acquired(inFlight)) {
                    producer.send(clients.record(payloadBytes, due), (place, failure) -> workers.failIf(failure));
                }
            });
        });
    }

    private static void receive(Clients clients, Workers workers, Meter meter, Semaphore inFlight) {
        var consumer = clients.consumer(Map.of());
        workers.add("consumer", () -> {
            for (var each : consumer.poll(POLL)) {
                meter.took(System.nanoTime() - ByteBuffer.wrap(each.value()).getLong());
                meter.completed(1);
                inFlight.release();
            }
        });
    }

    /** One consumer takes a record and commits its offset, before it takes the next; a sender keeps some waiting. */
    static KafkaLoad commits(int payloadBytes) {
        return load((clients, workers, meter) -> {
            var waiting = keepWaiting(clients, workers, payloadBytes);
            var consumer = clients.consumer(Map.of("max.poll.records", 1, "enable.auto.commit", false));
            workers.add("consumer", () -> {
                for (var each : consumer.poll(POLL)) {
                    long began = System.nanoTime();
                    consumer.commitSync(behind(each));
                    meter.took(System.nanoTime() - began);
                    meter.completed(1);
                    waiting.release();
                }
            });
        });
    }

    /** One caller takes a record, sends another one and commits both in a transaction, again and again. */
    static KafkaLoad transactions(int payloadBytes) {
        return load((clients, workers, meter) -> {
            var waiting = keepWaiting(clients, workers, payloadBytes);
            var out = clients.topics().make("out", KafkaLoad.PARTITIONS);
            var producer =
                    clients.producer(Map.of("transactional.id", clients.topics().prefix()));
            producer.initTransactions();
            var consumer = clients.consumer(Map.of("max.poll.records", 1, "enable.auto.commit", false));
            workers.add("caller", () -> {
                for (var each : consumer.poll(POLL)) {
                    long began = System.nanoTime();
                    producer.beginTransaction();
                    producer.send(new ProducerRecord<>(out, each.value()));
                    producer.sendOffsetsToTransaction(behind(each), consumer.groupMetadata());
                    producer.commitTransaction();
                    meter.took(System.nanoTime() - began);
                    meter.completed(1);
                    waiting.release();
                }
            });
        });
    }

    private static Map<TopicPartition, OffsetAndMetadata> behind(ConsumerRecord<byte[], byte[]> record) {
        return Map.of(
                new TopicPartition(record.topic(), record.partition()), new OffsetAndMetadata(record.offset() + 1));
    }

    private static Semaphore keepWaiting(Clients clients, Workers workers, int payloadBytes) {
        var producer = clients.producer(Map.of());
        var waiting = new Semaphore(KafkaLoad.WAITING);
        workers.add("sender", () -> {
            if (workers.acquired(waiting)) {
                producer.send(clients.record(payloadBytes, 0), (place, failure) -> workers.failIf(failure));
            }
        });
        return waiting;
    }
}

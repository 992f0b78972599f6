package io.penstock.bench.kafka;

import io.penstock.Broker;
import io.penstock.Consumer;
import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.Message;
import io.penstock.ProducerOptions;
import io.penstock.bench.measure.Meter;
import io.penstock.kafka.KafkaOptions;

import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** Loads on an instance that owns a cell, by {@link Broker} alone. */
final class CellLoads {

    private static final String IN = "in";
    private static final String OUT = "out";
    private static final long LOOK_MILLIS = 100;

    private CellLoads() {}

    /** What a load does with its broker, whose queues are there. */
    private interface Work {

        void begin(Broker broker, Workers workers, Meter meter);
    }

    private static KafkaLoad load(Work work) {
        return load(KafkaOptions.DEFAULT_SNAPSHOT_FRAMES, work);
    }

    private static KafkaLoad load(int snapshotFrames, Work work) {
        return (topics, meter) -> {
            var cell = BenchCell.open(topics, snapshotFrames);
            var workers = new Workers(meter);
            KafkaLoad.Running running = () -> {
                workers.close();
                cell.close();
            };
            try {
                cell.queue(IN);
                cell.queue(OUT);
                work.begin(cell.broker(), workers, meter);
                return running;
            } catch (RuntimeException e) {
                running.close();
                throw e;
            }
        };
    }

    private static Message message(String queue, int payloadBytes, long startNanos) {
        return Message.to(queue)
                .body(ByteBuffer.allocate(payloadBytes).putLong(startNanos).array())
                .build();
    }

    /** One thread sends and does not wait. */
    static KafkaLoad sends(int payloadBytes) {
        return load((broker, workers, meter) ->
                sends(workers, meter, KafkaLoad.MAX_IN_FLIGHT, payloadBytes, broker::sendAsync));
    }

    /** One thread sends numbered messages and does not wait. */
    static KafkaLoad numberedSends(int payloadBytes) {
        return load((broker, workers, meter) -> {
            var producer = broker.producer(ProducerOptions.of("bench").build());
            sends(workers, meter, KafkaLoad.MAX_NUMBERED_IN_FLIGHT, payloadBytes, producer::sendAsync);
        });
    }

    private static void sends(
            Workers workers, Meter meter, int atOnce, int payloadBytes, Function<Message, CompletionStage<?>> send) {
        var inFlight = new Semaphore(atOnce);
        var sent = new long[1];
        workers.add("sender", () -> {
            if (workers.acquired(inFlight)) {
                long start = sent[0]++ % Meter.SAMPLED == 0 ? System.nanoTime() : 0;
                send.apply(message(IN, payloadBytes, start)).whenComplete((receipt, failure) -> {
                    workers.failIf(failure);
                    if (start != 0) {
                        meter.took(System.nanoTime() - start);
                    }
                    meter.completed(1);
                    inFlight.release();
                });
            }
        });
    }

    /** One thread sends, and waits for each message before the next. */
    static KafkaLoad sendsOneByOne(int payloadBytes) {
        return load(
                (broker, workers, meter) -> oneByOne(workers, meter, () -> broker.send(message(IN, payloadBytes, 0))));
    }

    /** One thread sends numbered messages, and waits for each before the next. */
    static KafkaLoad numberedSendsOneByOne(int payloadBytes) {
        return load((broker, workers, meter) -> {
            var producer = broker.producer(ProducerOptions.of("bench").build());
            oneByOne(workers, meter, () -> producer.send(message(IN, payloadBytes, 0)));
        });
    }

    private static void oneByOne(Workers workers, Meter meter, Runnable call) {
        workers.add("caller", () -> {
            long began = System.nanoTime();
            call.run();
            meter.took(System.nanoTime() - began);
            meter.completed(1);
        });
    }

    /** Messages go through a queue as fast as they can: each is handed out and accepted by itself. */
    static KafkaLoad flow(int payloadBytes) {
        return flow(payloadBytes, KafkaOptions.DEFAULT_SNAPSHOT_FRAMES);
    }

    /** @param snapshotFrames frames of the journal between two snapshots */
    static KafkaLoad flow(int payloadBytes, int snapshotFrames) {
        return load(snapshotFrames, (broker, workers, meter) -> {
            var inFlight = new Semaphore(KafkaLoad.MAX_IN_FLIGHT);
            accept(broker, workers, meter, inFlight);
            workers.add("sender", () -> {
                if (workers.acquired(inFlight)) {
                    broker.sendAsync(message(IN, payloadBytes, System.nanoTime()))
                            .whenComplete((receipt, failure) -> workers.failIf(failure));
                }
            });
        });
    }

    /** The same at a rate: what is timed is from when a message was due until it is handed out. */
    static KafkaLoad paced(int payloadBytes, int perSecond) {
        return load((broker, workers, meter) -> {
            var inFlight = new Semaphore(KafkaLoad.MAX_IN_FLIGHT);
            accept(broker, workers, meter, inFlight);
            workers.addPaced("sender", perSecond, due -> {
                if (workers.acquired(inFlight)) {
                    broker.sendAsync(message(IN, payloadBytes, due))
                            .whenComplete((receipt, failure) -> workers.failIf(failure));
                }
            });
        });
    }

    private static void accept(Broker broker, Workers workers, Meter meter, Semaphore inFlight) {
        broker.consume(
                        ConsumerOptions.ofQueue(IN, "bench").build(),
                        deliveries -> deliveries.forEach(delivery -> {
                            meter.took(System.nanoTime()
                                    - ByteBuffer.wrap(delivery.message().body()).getLong());
                            delivery.acceptAsync().whenComplete((accepted, failure) -> {
                                workers.failIf(failure);
                                meter.completed(1);
                                inFlight.release();
                            });
                        }))
                .request(Long.MAX_VALUE);
    }

    /** One consumer takes a message, accepts it and waits, before it takes the next; a sender keeps some waiting. */
    static KafkaLoad accepts(int payloadBytes) {
        return load((broker, workers, meter) -> {
            var waiting = keepWaiting(broker, workers, payloadBytes);
            var handed = handedOut(broker);
            workers.add("consumer", () -> {
                var delivery = handed.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                if (delivery != null) {
                    long began = System.nanoTime();
                    delivery.accept();
                    meter.took(System.nanoTime() - began);
                    meter.completed(1);
                    waiting.release();
                }
            });
        });
    }

    /** Each caller accepts a message and sends another one in a transaction, and waits for it before the next. */
    static KafkaLoad transactions(int payloadBytes, int callers) {
        return load((broker, workers, meter) -> {
            var waiting = keepWaiting(broker, workers, payloadBytes);
            var handed = handedOut(broker);
            for (int i = 0; i < callers; i++) {
                workers.add("caller-" + i, () -> {
                    var delivery = handed.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                    if (delivery != null) {
                        long began = System.nanoTime();
                        var transaction = broker.begin();
                        transaction.accept(delivery);
                        transaction.send(message(OUT, payloadBytes, 0));
                        transaction.commit();
                        meter.took(System.nanoTime() - began);
                        meter.completed(1);
                        waiting.release();
                    }
                });
            }
        });
    }

    /** Whoever has done with a message releases one, and another one is sent. */
    private static Semaphore keepWaiting(Broker broker, Workers workers, int payloadBytes) {
        var waiting = new Semaphore(KafkaLoad.WAITING);
        workers.add("sender", () -> {
            if (workers.acquired(waiting)) {
                broker.sendAsync(message(IN, payloadBytes, 0))
                        .whenComplete((receipt, failure) -> workers.failIf(failure));
            }
        });
        return waiting;
    }

    /** What is handed out, which a consumer gets as much of as is there. */
    private static BlockingQueue<Delivery> handedOut(Broker broker) {
        var handed = new LinkedBlockingQueue<Delivery>();
        var consumer = new AtomicReference<Consumer>();
        consumer.set(broker.consume(ConsumerOptions.ofQueue(IN, "bench").build(), handed::addAll));
        consumer.get().request(Long.MAX_VALUE);
        return handed;
    }
}

package io.penstock.quarkus.deployment;

import io.penstock.conformance.tool.EachSeed;
import io.penstock.conformance.tool.EdgeValues;
import io.penstock.listener.DeadLetter;
import io.penstock.listener.QueueListener;
import io.penstock.listener.Retry;
import io.penstock.quarkus.deployment.BeanMethods.BeanMethod;
import io.penstock.quarkus.listener.ListenerDefinition;
import org.assertj.core.api.SoftAssertions;
import org.jboss.jandex.Indexer;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Annotates listeners with values from the edges of every type: the build fails with an error that names the listener,
 * or what it has read is within what a start accepts. {@code -Dpenstock.seeds=N} tries more seeds.
 */
class EdgeAnnotationsTest {

    private static final int SEEDS = 3;
    private static final int LISTENERS = 300;
    private static final List<String> DURATIONS = List.of(
            "0",
            "5",
            "-5",
            "5s",
            "10ms",
            "3660d",
            "3661d",
            "1000000000d",
            "106751991167300h",
            "99999999999999999999d",
            "soon",
            "P1Y",
            "PT",
            " ");

    @Test
    void shouldFailTheBuildOrReadWhatAStartAccepts() {
        EachSeed.fromAnywhere(SEEDS, seed -> {
            System.out.println("Edges of values in annotations, seed " + seed);
            var random = new Random(seed);
            var values = new EdgeValues(random, InstantSource.system());
            var faults = new SoftAssertions();
            for (int i = 0; i < LISTENERS; i++) {
                byte[] bean = bean(values);
                faults.assertThatCode(() -> read(bean)).doesNotThrowAnyException();
            }
            faults.assertAll();
        });
    }

    private static void read(byte[] bean) throws IOException {
        var indexer = new Indexer();
        for (var annotation : List.of(QueueListener.class, Retry.class, DeadLetter.class)) {
            indexer.indexClass(annotation);
        }
        var type = indexer.indexWithSummary(new ByteArrayInputStream(bean)).name();
        var index = indexer.complete();
        var found = index.getClassByName(type);
        try {
            var on = found.firstMethod("on");
            requireAcceptable(new ListenerReader(index, true)
                    .read(new BeanMethod(on, on.parameterTypes(), on.returnType()), found)
                    .definition());
        } catch (InvalidListener e) {
            assertThat(e.getMessage()).startsWith("Bean#on(String) ").hasLineCount(1);
        }
    }

    private static void requireAcceptable(ListenerDefinition listener) {
        assertThat(listener.concurrency()).isBetween(1, ListenerDefinition.MAX_CONCURRENCY);
        assertThat(listener.consumption().prefetch()).isBetween(0, ListenerDefinition.MAX_PREFETCH);
        for (var time : new Duration[] {
            listener.consumption().lease(), listener.consumption().maxProcessingTime()
        }) {
            if (time != null) {
                assertThat(time).isBetween(Duration.ZERO, ListenerDefinition.LONGEST);
            }
        }
    }

    private static byte[] bean(EdgeValues values) {
        var bean = new ClassWriter(0);
        bean.visit(Opcodes.V17, Opcodes.ACC_ABSTRACT, "Bean", null, "java/lang/Object", null);
        var method = bean.visitMethod(Opcodes.ACC_ABSTRACT, "on", "(Ljava/lang/String;)V", null, null);
        listener(method.visitAnnotation(Type.getDescriptor(QueueListener.class), true), values);
        if (values.once(2)) {
            retry(method.visitAnnotation(Type.getDescriptor(Retry.class), true), values);
        }
        if (values.once(3)) {
            var letters = method.visitAnnotation(Type.getDescriptor(DeadLetter.class), true);
            letters.visit("value", encodable(values.name()));
            letters.visitEnd();
        }
        method.visitEnd();
        bean.visitEnd();
        return bean.toByteArray();
    }

    private static void listener(AnnotationVisitor listener, EdgeValues values) {
        listener.visit("value", encodable(values.name()));
        switch (values.number() & 7) {
            case 0 -> listener.visit("partitions", values.number());
            case 1 -> listener.visit("concurrency", values.number());
            case 2 -> listener.visit("prefetch", values.number());
            case 3 -> listener.visit("lease", values.of(DURATIONS));
            case 4 -> listener.visit("maxProcessingTime", values.of(DURATIONS));
            case 5 -> {
                String filter = encodable(values.filter());
                listener.visit("filter", filter.length() < 10_000 ? filter : "(");
            }
            case 6 -> listener.visit("name", encodable(values.text()));
            default -> {}
        }
        listener.visitEnd();
    }

    private static void retry(AnnotationVisitor retry, EdgeValues values) {
        if (values.once(3)) {
            retry.visit("maxRetries", values.number());
        }
        if (values.once(3)) {
            retry.visit("factor", values.factor());
        }
        for (var time : List.of(
                List.of("delay", "delayUnit"),
                List.of("maxDelay", "maxDelayUnit"),
                List.of("jitter", "jitterDelayUnit"),
                List.of("maxDuration", "durationUnit"))) {
            if (values.once(3)) {
                retry.visit(time.get(0), values.large());
                retry.visitEnum(
                        time.get(1),
                        Type.getDescriptor(ChronoUnit.class),
                        values.of(ChronoUnit.values()).name());
            }
        }
        retry.visitEnd();
    }

    /** A class file has texts of up to 65,535 bytes. */
    private static String encodable(String text) {
        return text.length() < 20_000 ? text : text.substring(0, 20_000);
    }
}

package io.penstock.kafka;

import io.penstock.broker.BrokerOptions;
import io.penstock.broker.migration.MigratedPartition;
import io.penstock.kafka.migrate.MigrationListener;

import java.nio.file.Path;

/** A process that copies a directory into a cell, and tells a line for each step, made to be killed. */
final class MigrationMain {

    static final String COPIED = "copied";
    static final String VERIFYING = "verifying";
    static final String DONE = "done";

    private MigrationMain() {}

    /** Servers, the name of the cell, directory. */
    public static void main(String[] args) {
        var options = KafkaEngines.options(args[0], args[1])
                .lease(KafkaMigrationTest.LEASE)
                .build();
        new KafkaMigration(options, BrokerOptions.in(Path.of(args[2]))).toKafka(false, new MigrationListener() {

            @Override
            public void copied(MigratedPartition partition) {
                System.out.println(COPIED);
            }

            @Override
            public void verifying() {
                System.out.println(VERIFYING);
            }
        });
        System.out.println(DONE);
    }
}

package io.penstock.server.sample;

import io.penstock.quarkus.config.WrittenInt;
import io.penstock.quarkus.config.WrittenLong;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

import java.nio.file.Path;
import java.util.Optional;

/** Holds what the command line asks of a sample. */
@ConfigMapping(prefix = "penstock.sample")
public interface SampleConfig {

    /** The seed from which everything random in a sample is derived. */
    @WithDefault("42")
    @WithConverter(WrittenLong.class)
    long seed();

    /** Whether to end when the sample has ended, instead of serving on. */
    @WithDefault("false")
    boolean exit();

    /** Whether to print the summary as one JSON object. */
    @WithDefault("false")
    boolean json();

    /** The settings of the flights sample. */
    Flights flights();

    /** The settings of the flash-sale sample. */
    FlashSale flashSale();

    interface Flights {

        /** The flights to publish, plain or gzipped; without it, the 300,000 that come with the server. */
        Optional<Path> input();

        /** The true counts and delay totals by airport; without it, those of the data, or of what is read. */
        Optional<Path> reference();

        /** The number of a process that is killed when half of the flights are counted; without it, none is. */
        @WithConverter(WrittenLong.class)
        Optional<Long> kill();
    }

    interface FlashSale {

        /** The number of orders that come in. */
        @WithDefault("100000")
        @WithConverter(WrittenInt.class)
        int orders();

        /** The number of payments that the payment provider takes in a second. */
        @WithDefault("5000")
        @WithConverter(WrittenInt.class)
        int paymentsPerSecond();
    }
}

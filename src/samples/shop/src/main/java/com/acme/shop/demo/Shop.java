package com.acme.shop.demo;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import picocli.CommandLine;

import java.util.Arrays;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Opens the shop; or, with the argument {@code demo} and its options, shows it. */
@QuarkusMain
public final class Shop {

    private static final String DEMO = "demo";

    private Shop() {}

    public static void main(String... arguments) {
        if (arguments.length == 0 || !arguments[0].equals(DEMO)) {
            Quarkus.run(arguments);
            return;
        }
        // Until Quarkus configures the log, the start of the database tells of itself on standard output.
        Logger.getLogger("").setLevel(Level.WARNING);
        var options = Arrays.copyOfRange(arguments, 1, arguments.length);
        System.exit(new CommandLine(new ShopCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(options));
    }
}

package com.acme.shop.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.arc.Unremovable;
import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import org.eclipse.microprofile.config.inject.ConfigProperty;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Runs the demonstration in the shop that has just been opened. */
@Singleton
@Unremovable
public class Demonstration implements QuarkusApplication {

    @Inject
    Tour tour;

    @Inject
    ObjectMapper json;

    @ConfigProperty(name = "shop.demo.orders", defaultValue = "100000")
    int orders;

    @ConfigProperty(name = "shop.demo.exit", defaultValue = "false")
    boolean exit;

    @ConfigProperty(name = "shop.demo.json", defaultValue = "false")
    boolean asJson;

    /** @return 0 if it has passed, 1 if it has not or was stopped */
    @Override
    public int run(String... arguments) throws InterruptedException, JsonProcessingException {
        Summary summary;
        try {
            summary = tour.through(orders);
        } catch (RuntimeException e) {
            if (ApplicationLifecycleManager.isVmShuttingDown()) {
                System.err.println("shop: Stopped before the end. Run the same command again to go on.");
                return 1;
            }
            throw e;
        }
        System.out.println(asJson ? json.writeValueAsString(summary) : summary.text());
        if (!exit) {
            System.err.println("The shop stays open. Ctrl-C closes it.");
            Quarkus.waitForExit();
        }
        return summary.passed() ? 0 : 1;
    }
}

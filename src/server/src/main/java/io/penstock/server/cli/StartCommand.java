package io.penstock.server.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.concurrent.Callable;

/** Starts the server and waits until it is told to end. */
@Command(
        name = StartCommand.NAME,
        mixinStandardHelpOptions = true,
        description = "Starts the server. Ctrl-C ends it: what is being handled may finish, the rest is given back.")
final class StartCommand implements Callable<Integer> {

    static final String NAME = "start";

    private final Server server;

    @Mixin
    ServerOptions options;

    StartCommand(Server server) {
        this.server = server;
    }

    @Override
    public Integer call() {
        return server.serve(options.properties());
    }
}

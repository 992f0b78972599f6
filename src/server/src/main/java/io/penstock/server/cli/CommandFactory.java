package io.penstock.server.cli;

import picocli.CommandLine;

/** Makes commands, and gives them the server that they run. */
final class CommandFactory implements CommandLine.IFactory {

    private final Server server;

    CommandFactory(Server server) {
        this.server = server;
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        if (type == StartCommand.class) {
            return type.cast(new StartCommand(server));
        }
        if (type == FlightsCommand.class) {
            return type.cast(new FlightsCommand(server));
        }
        if (type == FlashSaleCommand.class) {
            return type.cast(new FlashSaleCommand(server));
        }
        return CommandLine.defaultFactory().create(type);
    }
}

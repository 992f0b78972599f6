package io.penstock.server.cli;

import picocli.CommandLine.IVersionProvider;

/** The version of the server, of Java and of the machine, as a report of a mistake needs them. */
final class VersionProvider implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = VersionProvider.class.getPackage().getImplementationVersion();
        return new String[] {
            "Penstock " + (version == null ? "(development build)" : version),
            "Java " + System.getProperty("java.runtime.version"),
            System.getProperty("os.name") + " " + System.getProperty("os.version") + " " + System.getProperty("os.arch")
        };
    }
}

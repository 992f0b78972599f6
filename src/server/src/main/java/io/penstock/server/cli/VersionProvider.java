package io.penstock.server.cli;

import picocli.CommandLine.IVersionProvider;

import java.io.IOException;
import java.util.Properties;

/** Tells the versions of the server, of Java and of the machine, as a bug report needs them. */
final class VersionProvider implements IVersionProvider {

    /** The file beside this class; the manifest of a jar would not be there in a native executable. */
    private static final String FILE = "version.properties";

    /** Set in a native executable only. */
    private static final String IMAGE = "org.graalvm.nativeimage.imagecode";

    @Override
    public String[] getVersion() throws IOException {
        return new String[] {
            "Penstock " + version(),
            "Java " + Runtime.version() + (System.getProperty(IMAGE) == null ? "" : ", native"),
            System.getProperty("os.name") + " " + System.getProperty("os.version") + " " + System.getProperty("os.arch")
        };
    }

    private static String version() throws IOException {
        var properties = new Properties();
        try (var in = VersionProvider.class.getResourceAsStream(FILE)) {
            properties.load(in);
        }
        return properties.getProperty("version");
    }
}

package io.penstock.bench.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the operating system keeps of files in memory. */
final class SystemCache {

    private static final Path DROP = Path.of("/proc/sys/vm/drop_caches");

    private SystemCache() {}

    /** Empties it, as a start of the machine would; false where this process may not. */
    static boolean drop() {
        try {
            new ProcessBuilder("sync").start().waitFor();
            Files.writeString(DROP, "3");
            return true;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}

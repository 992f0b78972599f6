package io.penstock.journal.record;

import io.penstock.journal.log.LocalLog;
import net.jpountz.lz4.LZ4Factory;
import org.jboss.logging.Logger;

import java.net.URL;
import java.net.URLClassLoader;

/** An application without the library for Zstandard, as a class path of its own: ours, LZ4, and what logs. */
public final class WithoutZstandard extends URLClassLoader {

    public WithoutZstandard() {
        super(
                new URL[] {
                    location(LocalLog.class),
                    location(WithoutZstandard.class),
                    location(LZ4Factory.class),
                    location(Logger.class)
                },
                ClassLoader.getPlatformClassLoader());
    }

    private static URL location(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }

    /** Runs a task of that class there. */
    public String run(Class<?> task, String argument) throws Exception {
        var there = loadClass(task.getName());
        var method = there.getDeclaredMethod("run", String.class);
        method.setAccessible(true);
        return (String) method.invoke(null, argument);
    }
}

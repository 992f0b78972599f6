package shop;

import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What has come in, and by which door. */
@ApplicationScoped
public class Diary {

    private final Set<String> entries = ConcurrentHashMap.newKeySet();

    public void write(String entry) {
        entries.add(entry);
        Log.infof("Received %s", entry);
    }

    public boolean has(String entry) {
        return entries.contains(entry);
    }
}

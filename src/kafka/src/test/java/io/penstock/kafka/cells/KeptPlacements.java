package io.penstock.kafka.cells;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Places of one process, which are kept in a file, so that what is opened again finds them. */
final class KeptPlacements implements Placements {

    private final Path file;
    private final Map<String, CellPlace> places = new TreeMap<>();
    private final List<BiConsumer<String, @Nullable CellPlace>> listeners = new java.util.ArrayList<>();

    KeptPlacements(Path file) {
        this.file = file;
        try {
            if (Files.exists(file)) {
                for (var line : Files.readAllLines(file)) {
                    int end = line.indexOf('=');
                    places.put(line.substring(0, end), CellPlace.parse(line.substring(end + 1)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void follow(BiConsumer<String, @Nullable CellPlace> listener) {
        listeners.add(listener);
        places.forEach(listener);
    }

    @Override
    public synchronized void change(Function<Map<String, CellPlace>, Map<String, Optional<CellPlace>>> decision) {
        decision.apply(Map.copyOf(places)).forEach((name, place) -> {
            place.ifPresentOrElse(is -> places.put(name, is), () -> places.remove(name));
            listeners.forEach(each -> each.accept(name, place.orElse(null)));
        });
        try {
            Files.write(
                    file,
                    places.entrySet().stream()
                            .map(each -> each.getKey() + "=" + each.getValue().text())
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public CompletionStage<Void> refresh() {
        return CompletableFuture.completedFuture(null);
    }

    /** The place of a name; null for none. */
    synchronized @Nullable CellPlace place(String name) {
        return places.get(name);
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}

package com.acme.shop.catalog;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import jakarta.enterprise.context.ApplicationScoped;

/** Sets the pages of a catalog, which takes its time. */
@ApplicationScoped
class Typesetter {

    private static final int ARTICLES = 20_000;

    /** Returns how many bytes the page has. */
    int set(int page) {
        var bytes = new ByteArrayOutputStream();
        try (var compressed = new GZIPOutputStream(bytes)) {
            for (int article = 0; article < ARTICLES; article++) {
                var line =
                        "<text x='" + article % 60 + "' y='" + article / 60 + "'>" + page + "/" + article + "</text>";
                compressed.write(line.getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.size();
    }
}

package io.penstock.server.http.subscription;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.penstock.Binding;
import io.penstock.HeaderMatch;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * Shows a binding.
 *
 * @param id made of all the others, so that equal bindings have equal ids
 * @param match only where there are headers
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record BindingView(
        String id, String destination, String pattern, Map<String, String> headers, HeaderMatch match, String filter) {

    /** The length of an id: enough that the bindings of one exchange never share one by chance. */
    private static final int ID_BYTES = 8;

    static BindingView of(Binding binding) {
        return new BindingView(
                id(binding),
                binding.destination(),
                binding.pattern(),
                binding.headers(),
                binding.headers().isEmpty() ? null : binding.match(),
                binding.filter());
    }

    static String id(Binding binding) {
        try {
            var text = new StringBuilder();
            add(text, binding.destination());
            add(text, binding.pattern());
            binding.headers().forEach((name, value) -> {
                add(text, name);
                add(text, value);
            });
            add(text, binding.match().name());
            add(text, binding.filter());
            var hash =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }

    private static void add(StringBuilder text, String part) {
        text.append(part == null ? -1 : part.length()).append(':').append(part == null ? "" : part);
    }
}

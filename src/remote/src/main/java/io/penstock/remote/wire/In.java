package io.penstock.remote.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The fields of one message, as {@link Out} writes them. What a peer may make of them is bounded. */
public final class In {

    /** The deepest nesting of messages: none of the format's own is half as deep. */
    static final int MAX_DEPTH = 16;

    /** The most fields of one frame, those of all its messages together: each costs memory beyond its bytes. */
    static final int MAX_FIELDS = 2_000_000;

    private static final int USUAL_FIELDS = 8;

    /** What is left of the fields of a frame. */
    private static final class Budget {
        private int fields = MAX_FIELDS;
    }

    private final Budget budget;
    private final int depth;
    private int count;
    private int[] fields = new int[USUAL_FIELDS];
    private Object[] values = new Object[USUAL_FIELDS];

    private In(byte[] bytes, int from, int depth, Budget budget) {
        this.budget = budget;
        this.depth = depth;
        if (depth > MAX_DEPTH) {
            throw new MalformedFrame("Messages lie in each other more than " + MAX_DEPTH + " deep.");
        }
        var in = CodedInputStream.newInstance(bytes, from, bytes.length - from);
        in.setSizeLimit(Integer.MAX_VALUE);
        try {
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (--budget.fields < 0) {
                    throw new MalformedFrame("A frame has more than " + MAX_FIELDS + " fields.");
                }
                read(tag, in);
            }
        } catch (IOException e) {
            throw new MalformedFrame("A message cannot be read: " + e.getMessage(), e);
        }
    }

    /** The fields of the message that begins there and goes to the end of the bytes. */
    public static In of(byte[] bytes, int from) {
        return new In(bytes, from, 0, new Budget());
    }

    private void read(int tag, CodedInputStream in) throws IOException {
        int field = WireFormat.getTagFieldNumber(tag);
        switch (WireFormat.getTagWireType(tag)) {
            case WireFormat.WIRETYPE_VARINT -> add(field, in.readSInt64());
            case WireFormat.WIRETYPE_FIXED64 -> add(field, in.readDouble());
            case WireFormat.WIRETYPE_LENGTH_DELIMITED -> add(field, in.readByteArray());
            case WireFormat.WIRETYPE_FIXED32 -> in.skipField(tag);
            default -> throw new MalformedFrame("A field is a group, which the format does not have.");
        }
    }

    private void add(int field, Object value) {
        if (count == fields.length) {
            fields = Arrays.copyOf(fields, count * 2);
            values = Arrays.copyOf(values, count * 2);
        }
        fields[count] = field;
        values[count++] = value;
    }

    /** The last value of a field counts; null if there is none. */
    private <T> @Nullable T find(int field, Class<T> type) {
        for (int i = count - 1; i >= 0; i--) {
            if (fields[i] == field) {
                return cast(values[i], field, type);
            }
        }
        return null;
    }

    private static <T> T cast(Object value, int field, Class<T> type) {
        if (!type.isInstance(value)) {
            throw new MalformedFrame("Field " + field + " has another type than the format says.");
        }
        return type.cast(value);
    }

    private static <T> T require(@Nullable T value, int field) {
        if (value == null) {
            throw new MalformedFrame("Field " + field + " is missing.");
        }
        return value;
    }

    public long number(int field) {
        var value = find(field, Long.class);
        return value == null ? 0 : value;
    }

    public int integer(int field) {
        long value = number(field);
        if (value != (int) value) {
            throw new MalformedFrame("Field " + field + " has " + value + ", which is too large.");
        }
        return (int) value;
    }

    public @Nullable Long numberOrNull(int field) {
        return find(field, Long.class);
    }

    public List<Long> numbers(int field) {
        var numbers = new ArrayList<Long>();
        for (int i = 0; i < count; i++) {
            if (fields[i] == field) {
                numbers.add(cast(values[i], field, Long.class));
            }
        }
        return numbers;
    }

    public boolean flag(int field) {
        return number(field) != 0;
    }

    public double fraction(int field) {
        return require(find(field, Double.class), field);
    }

    public byte @Nullable [] bytesOrNull(int field) {
        return find(field, byte[].class);
    }

    public byte[] bytes(int field) {
        return require(bytesOrNull(field), field);
    }

    public @Nullable String textOrNull(int field) {
        byte[] bytes = bytesOrNull(field);
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    public String text(int field) {
        return require(textOrNull(field), field);
    }

    private List<byte[]> all(int field) {
        var all = new ArrayList<byte[]>();
        for (int i = 0; i < count; i++) {
            if (fields[i] == field) {
                all.add(cast(values[i], field, byte[].class));
            }
        }
        return all;
    }

    public List<String> texts(int field) {
        return all(field).stream()
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .toList();
    }

    public <E extends Enum<E>> @Nullable E constantOrNull(int field, Class<E> type) {
        var name = textOrNull(field);
        if (name == null) {
            return null;
        }
        return Arrays.stream(type.getEnumConstants())
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new MalformedFrame("This version knows no " + type.getSimpleName() + " of that name."));
    }

    public <E extends Enum<E>> E constant(int field, Class<E> type) {
        return require(constantOrNull(field, type), field);
    }

    private @Nullable In inner(int field) {
        byte[] bytes = bytesOrNull(field);
        return bytes == null ? null : inner(bytes);
    }

    private In inner(byte[] bytes) {
        return new In(bytes, 0, depth + 1, budget);
    }

    public @Nullable Instant timeOrNull(int field) {
        var in = inner(field);
        try {
            return in == null ? null : Instant.ofEpochSecond(in.number(1), in.number(2));
        } catch (DateTimeException | ArithmeticException e) {
            throw new MalformedFrame("Field " + field + " is no time.", e);
        }
    }

    public Instant time(int field) {
        return require(timeOrNull(field), field);
    }

    public @Nullable Duration durationOrNull(int field) {
        var in = inner(field);
        try {
            return in == null ? null : Duration.ofSeconds(in.number(1), in.number(2));
        } catch (ArithmeticException e) {
            throw new MalformedFrame("Field " + field + " is no duration.", e);
        }
    }

    public Duration duration(int field) {
        return require(durationOrNull(field), field);
    }

    public <T> @Nullable T messageOrNull(int field, Codec<T> codec) {
        var in = inner(field);
        return in == null ? null : codec.read(in);
    }

    public <T> T message(int field, Codec<T> codec) {
        return require(messageOrNull(field, codec), field);
    }

    public <T> List<T> messages(int field, Codec<T> codec) {
        return all(field).stream().map(bytes -> codec.read(inner(bytes))).toList();
    }

    public Map<String, String> map(int field) {
        var map = new LinkedHashMap<String, String>();
        for (byte[] bytes : all(field)) {
            var entry = inner(bytes);
            map.put(entry.text(1), entry.text(2));
        }
        return map;
    }
}

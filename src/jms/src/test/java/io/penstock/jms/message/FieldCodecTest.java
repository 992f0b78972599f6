package io.penstock.jms.message;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import jakarta.jms.MessageFormatException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FieldCodecTest {

    /** Version 1 as it was written first: these bytes must be readable for ever. */
    private static final String GOLDEN_MAP =
            "0100000002" + "0000000161" + "0400000007" + "0000000162" + "0900000002c3a9";

    @Test
    void shouldWriteAndReadVersionOne() throws MessageFormatException {
        var values = new LinkedHashMap<String, Object>();
        values.put("a", 7);
        values.put("b", "é");

        assertThat(HexFormat.of().formatHex(FieldCodec.encodeMap(values))).isEqualTo(GOLDEN_MAP);
        assertThat(FieldCodec.decodeMap(HexFormat.of().parseHex(GOLDEN_MAP))).isEqualTo(values);
    }

    @RepeatedTest(20)
    void shouldReadWhateverItWrites() throws MessageFormatException {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        var values = new ArrayList<>();
        for (int i = random.nextInt(50); i > 0; i--) {
            values.add(value(random));
        }

        var read = FieldCodec.decodeStream(FieldCodec.encodeStream(values));

        assertThat(read.toArray()).as("seed %s", seed).isEqualTo(values.toArray());
    }

    @RepeatedTest(20)
    void shouldRefuseDamagedBodiesWithNothingElseThanAFormatException() throws MessageFormatException {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        var values = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            values.add(value(random));
        }
        byte[] intact = FieldCodec.encodeStream(values);

        for (int i = 0; i < 500; i++) {
            byte[] damaged = Arrays.copyOf(intact, random.nextInt(intact.length) + 1);
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            try {
                FieldCodec.decodeStream(damaged);
            } catch (MessageFormatException refused) {
                continue;
            } catch (RuntimeException | OutOfMemoryError e) {
                throw new AssertionError("seed " + seed + ", damage " + i, e);
            }
        }
    }

    @Test
    void shouldNotBelieveALengthThatIsNotThere() {
        assertThatThrownBy(() -> FieldCodec.decodeStream(HexFormat.of().parseHex("0100000001097fffffff")))
                .isInstanceOf(MessageFormatException.class)
                .hasMessageContaining("2147483647 bytes, and 0 are left");
        assertThatThrownBy(() -> FieldCodec.decodeStream(HexFormat.of().parseHex("01ffffffff")))
                .isInstanceOf(MessageFormatException.class);
    }

    private static Object value(Random random) {
        return switch (random.nextInt(11)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> (byte) random.nextInt();
            case 3 -> (short) random.nextInt();
            case 4 -> random.nextInt();
            case 5 -> random.nextLong();
            case 6 -> random.nextFloat();
            case 7 -> random.nextDouble();
            case 8 -> (char) random.nextInt(0xd800);
            case 9 -> List.of("", "text", "Grüße, 世界").get(random.nextInt(3));
            default -> {
                byte[] bytes = new byte[random.nextInt(20)];
                random.nextBytes(bytes);
                yield bytes;
            }
        };
    }
}

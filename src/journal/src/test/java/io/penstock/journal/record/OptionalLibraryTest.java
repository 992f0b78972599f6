package io.penstock.journal.record;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OptionalLibraryTest {

    @Test
    void shouldHaveEveryCodecWhereTheLibraryIs() {
        assertThat(BatchCompression.values()).allSatisfy(compression -> {
            assertThat(compression.problem()).isNull();
            assertThat(compression.writable()).isEqualTo(compression);
        });
    }

    @Test
    void shouldDoWithoutZstandardAndSayWhatItNeeds() throws Exception {
        try (var application = new WithoutZstandard()) {
            var compression = application.loadClass(BatchCompression.class.getName());
            var of = application.loadClass(RecordsCodec.class.getName()).getDeclaredMethod("of", compression);
            of.setAccessible(true);
            var values = compression.getEnumConstants();
            var zstd = values[BatchCompression.ZSTD.ordinal()];
            var lz4 = values[BatchCompression.LZ4.ordinal()];

            assertThat(of.invoke(null, lz4)).isNotNull();
            assertThatThrownBy(() -> of.invoke(null, zstd))
                    .rootCause()
                    .hasMessageContaining("com.github.luben:zstd-jni")
                    .hasMessageContaining("LZ4");
            assertThat(compression.getMethod("problem").invoke(lz4)).isNull();
            assertThat(compression.getMethod("problem").invoke(zstd))
                    .asString()
                    .contains("com.github.luben:zstd-jni")
                    .hasLineCount(1);
            assertThat(compression.getMethod("writable").invoke(zstd)).isSameAs(lz4);
        }
    }
}

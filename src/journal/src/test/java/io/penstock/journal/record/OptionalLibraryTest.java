package io.penstock.journal.record;

import net.jpountz.lz4.LZ4Factory;
import org.junit.jupiter.api.Test;

import java.net.URL;
import java.net.URLClassLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** An application without the library for Zstandard, as a class path of its own. */
class OptionalLibraryTest {

    @Test
    void shouldDoWithoutZstandardAndSaySoWhereItIsNeeded() throws Exception {
        var classPath = new URL[] {location(RecordBatch.class), location(LZ4Factory.class)};
        try (var application = new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader())) {
            var compression = application.loadClass(BatchCompression.class.getName());
            var of = application.loadClass(RecordsCodec.class.getName()).getDeclaredMethod("of", compression);
            of.setAccessible(true);
            var values = compression.getEnumConstants();

            assertThat(of.invoke(null, values[BatchCompression.LZ4.ordinal()])).isNotNull();
            assertThatThrownBy(() -> of.invoke(null, values[BatchCompression.ZSTD.ordinal()]))
                    .rootCause()
                    .hasMessageContaining("com.github.luben:zstd-jni");
        }
    }

    private static URL location(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }
}

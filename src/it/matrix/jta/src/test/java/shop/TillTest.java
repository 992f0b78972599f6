package shop;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TillTest {

    @Inject
    Till till;

    @Inject
    Diary diary;

    @Test
    void shouldSendWithTheCommitOnly() {
        assertThrows(IllegalStateException.class, () -> till.payAndFail("a coin of the rolled back"));
        till.pay("a coin of the committed");
        await().until(() -> diary.has("a coin of the committed in a transaction"));
        assertFalse(diary.has("a coin of the rolled back in a transaction"));
    }
}

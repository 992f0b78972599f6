package io.penstock.jms.xa;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.Random;
import javax.transaction.xa.XAException;
import javax.transaction.xa.Xid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class BranchIdTest {

    /** What the embedded broker takes. */
    private static final int MAX_GLOBAL_ID_BYTES = 256;

    @Test
    void shouldComeBackAsItWentWhateverItsLengths() {
        var random = new Random(20261125);
        for (int global : new int[] {1, 13, Xid.MAXGTRIDSIZE}) {
            for (int branch : new int[] {0, 1, Xid.MAXBQUALSIZE}) {
                for (int format : new int[] {-1, 0, 131_077, Integer.MIN_VALUE}) {
                    var id = new BranchId(format, bytes(random, global), bytes(random, branch));
                    assertThat(id.encoded()).hasSizeLessThanOrEqualTo(MAX_GLOBAL_ID_BYTES);
                    assertThat(BranchId.decoded(id.encoded())).isEqualTo(id).hasSameHashCodeAs(id);
                }
            }
        }
    }

    @Test
    void shouldTellPartsApartThatAreTheSameBytesTogether() {
        assertThat(new BranchId(1, bytes("ab"), bytes("c")).encoded())
                .isNotEqualTo(new BranchId(1, bytes("a"), bytes("bc")).encoded());
    }

    @Test
    void shouldNotTakeForABranchWhatOthersPrepared() {
        var id = new BranchId(7, bytes("global"), bytes("branch")).encoded();
        assertThat(BranchId.decoded(bytes("order-4711"))).isNull();
        assertThat(BranchId.decoded(Arrays.copyOf(id, 9))).isNull();
        assertThat(BranchId.decoded(Arrays.copyOf(id, 200))).isNull();
        id[7] = 0;
        assertThat(BranchId.decoded(id)).isNull();
        id[7] = 65;
        assertThat(BranchId.decoded(id)).isNull();
    }

    @Test
    void shouldRefuseWhatIsNoXid() {
        assertThat(refusal(null)).hasMessageContaining("no Xid");
        assertThat(refusal(new BranchId(1, new byte[0], bytes("b")))).hasMessageContaining("0 bytes");
        assertThat(refusal(new BranchId(1, new byte[65], bytes("b")))).hasMessageContaining("65 bytes");
        assertThat(refusal(new BranchId(1, bytes("a"), new byte[65]))).hasMessageContaining("65 bytes");
    }

    private static XAException refusal(Xid xid) {
        var failure = catchThrowableOfType(XAException.class, () -> BranchId.of(xid));
        assertThat(failure.errorCode).isEqualTo(XAException.XAER_INVAL);
        return failure;
    }

    private static byte[] bytes(Random random, int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }
}

package io.penstock.server.http.access;

import org.junit.jupiter.api.Test;

import javax.security.auth.x500.X500Principal;

import static org.assertj.core.api.Assertions.assertThat;

class CommonNameTest {

    private static String of(String subject) {
        return CommonName.of(new X500Principal(subject));
    }

    @Test
    void shouldFindTheOneCommonName() {
        assertThat(of("CN=shop")).isEqualTo("shop");
        assertThat(of("O=Acme, CN=shop, C=DE")).isEqualTo("shop");
        assertThat(of("OU=Till+CN=shop, O=Acme")).isEqualTo("shop");
        assertThat(of("O=\"CN=root\", CN=shop")).isEqualTo("shop");
        assertThat(of("CN=\"shop,CN=root\"")).isEqualTo("shop,CN=root");
    }

    /** Whoever signs a request might have looked at one name, and the server at the other. */
    @Test
    void shouldTakeNoneOfSeveral() {
        assertThat(of("CN=root, CN=shop")).isNull();
        assertThat(of("CN=shop, O=Acme, CN=shop")).isNull();
        assertThat(of("CN=root+CN=shop, O=Acme")).isNull();
        assertThat(of("O=Acme")).isNull();
        assertThat(of("")).isNull();
    }
}

package io.penstock.server.http.access;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/** The console's page and files, at a server that asks everybody else who they are. */
@QuarkusTest
@TestProfile(Guarded.class)
class ConsoleTest {

    private static final Pattern NAMED = Pattern.compile("(?:href|src)=\"(console/[^\"]+-[A-Z0-9]{8}\\.(?:js|css))\"");

    @TestHTTPResource("/")
    URI server;

    private Http http;

    @BeforeEach
    void connect() {
        http = new Http(server);
    }

    @Test
    void shouldShowThePageToEverybody() throws Exception {
        for (var path : List.of("/", "/index.html")) {
            var page = http.get(path, null);
            assertThat(page.statusCode()).as(path).isEqualTo(200);
            assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html;charset=UTF-8");
            assertThat(page.body()).contains("<pen-shell>");
        }
    }

    @Test
    void shouldHaveBrowsersKeepTheFilesAndAskForThePageEachTime() throws Exception {
        var page = http.get("/", null);
        var files = NAMED.matcher(page.body())
                .results()
                .map(found -> found.group(1))
                .toList();

        assertThat(cacheControl(page)).isEqualTo(List.of("no-cache"));
        assertThat(cacheControl(http.get("/console/icon.svg", null))).isEqualTo(List.of("no-cache"));
        assertThat(files).hasSize(2);
        for (var file : files) {
            var answer = http.get("/" + file, null);
            assertThat(answer.statusCode()).as(file).isEqualTo(200);
            assertThat(cacheControl(answer)).isEqualTo(List.of("public, max-age=31536000, immutable"));
        }
    }

    @Test
    void shouldLetThePageRunAndFetchNothingButWhatTheServerHas() throws Exception {
        var policies = http.get("/", null).headers().allValues("Content-Security-Policy");

        assertThat(policies).hasSize(1);
        assertThat(policies.get(0).split("; "))
                .contains(
                        "default-src 'none'",
                        "script-src 'self'",
                        "style-src 'self'",
                        "connect-src 'self'",
                        "base-uri 'none'",
                        "form-action 'self'",
                        "frame-ancestors 'none'")
                .noneMatch(directive -> directive.contains("unsafe") || directive.contains("*"));
    }

    /** What is beside the console is nobody's who has not logged in, however the path is spelled. */
    @Test
    void shouldOpenNoOtherPath() throws Exception {
        for (var path : List.of(
                "/console",
                "/consoles/x",
                "/index.htm",
                "/console/../q/metrics",
                "/console/%2e%2e/api/v1/destinations")) {
            assertThat(http.get(path, null).statusCode()).as(path).isEqualTo(401);
        }
        assertThat(http.get("/console/nothing.js", null).statusCode()).isEqualTo(404);
        assertThat(http.send("POST", "/", null, Http.JSON, "{}").statusCode()).isIn(404, 405);
    }

    private static List<String> cacheControl(HttpResponse<String> answer) {
        return answer.headers().allValues("Cache-Control");
    }
}

package io.penstock.server.http.request;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/** Decodes a body that {@code Content-Encoding} says was encoded: gzip, or nothing. */
final class ContentCoding {

    static final String GZIP = "gzip";

    static final String IDENTITY = "identity";

    /** RFC 9110, section 8.4.1.3: another name of it. */
    private static final String X_GZIP = "x-gzip";

    private ContentCoding() {}

    static boolean isKnown(String coding) {
        return coding == null || isNone(coding) || isGzip(coding);
    }

    /** Whether a body of lines is as its client wrote it: those are read as they come, and not decoded. */
    static boolean isPlain(HttpServerRequest request) {
        return request.headers().getAll(HttpHeaders.CONTENT_ENCODING).stream().allMatch(ContentCoding::isNone);
    }

    private static boolean isNone(String coding) {
        return coding.isBlank() || IDENTITY.equalsIgnoreCase(coding.strip());
    }

    private static boolean isGzip(String coding) {
        return GZIP.equalsIgnoreCase(coding.strip()) || X_GZIP.equalsIgnoreCase(coding.strip());
    }

    /**
     * The body as it was meant. So that nobody decodes it again, the header is gone then.
     *
     * @throws RequestException if it is not what it says, or too large when it is decoded: no more than the limit is
     */
    static byte[] decoded(HttpServerRequest request, Buffer body, BodyLimits limits) {
        var coding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (coding == null || !isGzip(coding) || body.length() == 0) {
            return body.getBytes();
        }
        request.headers().remove(HttpHeaders.CONTENT_ENCODING);
        try (var inflated = new GZIPInputStream(new ByteArrayInputStream(body.getBytes()))) {
            var decoded = inflated.readNBytes(limits.bytes());
            if (inflated.read() >= 0) {
                throw limits.tooLarge();
            }
            return decoded;
        } catch (IOException e) {
            throw RequestException.malformed("The body is not what 'Content-Encoding: " + coding
                    + "' says: it cannot be decompressed. Leave the header out if it is not compressed.");
        }
    }
}

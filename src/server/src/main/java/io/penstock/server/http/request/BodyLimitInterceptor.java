package io.penstock.server.http.request;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;

/** Refuses a body that does not announce its length as soon as it has become too large. */
@Provider
final class BodyLimitInterceptor implements ReaderInterceptor {

    /** Resolved with each request: this object is made before run-time configuration can be read. */
    private final Instance<BodyLimit> limit;

    BodyLimitInterceptor(Instance<BodyLimit> limit) {
        this.limit = limit;
    }

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        context.setInputStream(
                new LimitedStream(context.getInputStream(), limit.get().bytes()));
        return context.proceed();
    }

    private static final class LimitedStream extends FilterInputStream {

        private final long limitBytes;
        private final BodyBudget budget;

        LimitedStream(InputStream body, long limitBytes) {
            super(body);
            this.limitBytes = limitBytes;
            this.budget = new BodyBudget(limitBytes);
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            if (value >= 0) {
                take(1);
            }
            return value;
        }

        @Override
        public int read(byte[] target, int start, int length) throws IOException {
            int count = super.read(target, start, length);
            if (count > 0) {
                take(count);
            }
            return count;
        }

        @Override
        public boolean markSupported() {
            return false; // Bytes read twice would be counted twice.
        }

        private void take(int bytes) throws IOException {
            if (!budget.take(bytes)) {
                discard();
                throw RequestException.bodyTooLarge(limitBytes);
            }
        }

        private void discard() throws IOException {
            var rest = new BodyBudget(BodyBudget.DISCARD_BYTES);
            var scrap = new byte[8_192];
            int count;
            do {
                count = in.read(scrap);
            } while (count >= 0 && rest.take(count));
        }
    }
}

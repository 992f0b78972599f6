/** What the server demands of its TLS port, which Quarkus opens by the application's TLS registry. */
package io.penstock.server.http.tls;

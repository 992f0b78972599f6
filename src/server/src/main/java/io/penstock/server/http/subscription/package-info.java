/** Subscriptions, rules and bindings are declared, shown and removed over HTTP. */
package io.penstock.server.http.subscription;

/** Declares, shows and removes subscriptions, rules and bindings over HTTP. */
package io.penstock.server.http.subscription;

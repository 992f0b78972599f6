/** Declares, shows and removes alerts over HTTP, and shows what fires. */
package io.penstock.server.http.alert;

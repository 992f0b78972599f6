/** Messages over HTTP: they are sent and browsed. */
package io.penstock.server.http.message;

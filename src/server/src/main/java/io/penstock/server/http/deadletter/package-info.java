/** Lists dead letters over HTTP, puts them back and discards them. */
package io.penstock.server.http.deadletter;

/** Dead letters over HTTP: they are listed, put back and thrown away. */
package io.penstock.server.http.deadletter;

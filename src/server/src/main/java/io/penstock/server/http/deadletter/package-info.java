/** Dead letters are listed, put back and thrown away over HTTP. */
package io.penstock.server.http.deadletter;

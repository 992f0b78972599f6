/** Is the server with an endpoint to compare with. It is no part of what is shipped. */
package io.penstock.bench.server;

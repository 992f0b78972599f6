/**
 * All requests share this: parameters and bodies are checked here, limits are kept, and failures become RFC 9457
 * problems.
 */
package io.penstock.server.http.request;

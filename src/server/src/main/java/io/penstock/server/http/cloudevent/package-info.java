/** CloudEvents over HTTP, by the SDK of the project: how they come in, how they lie in messages, and how they go out. */
package io.penstock.server.http.cloudevent;

/** CloudEvents over HTTP, by their SDK: how they come in, how they lie in messages, and how they go out. */
package io.penstock.server.http.cloudevent;

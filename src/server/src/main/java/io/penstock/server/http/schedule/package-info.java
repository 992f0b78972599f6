/** Schedules over HTTP. */
package io.penstock.server.http.schedule;

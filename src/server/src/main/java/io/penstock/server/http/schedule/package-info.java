/** Schedules are declared, shown, paused and cancelled over HTTP. */
package io.penstock.server.http.schedule;

/** Declares, shows, pauses and cancels schedules over HTTP. */
package io.penstock.server.http.schedule;

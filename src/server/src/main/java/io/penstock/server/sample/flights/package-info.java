/**
 * The flights sample works in three steps. Flights go to a topic; {@link
 * io.penstock.server.sample.flights.AirportAggregation} adds them up, the router copies late ones to a queue, and
 * {@link io.penstock.server.sample.flights.LateFlights} works that off.
 */
package io.penstock.server.sample.flights;

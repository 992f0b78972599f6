/** What is measured of an application with channels, whichever broker is behind them: Kafka is another one. */
package io.penstock.bench.application.load;

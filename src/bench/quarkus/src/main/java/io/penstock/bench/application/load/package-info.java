/** What is measured of an application with channels, whichever broker is behind them: it is built with another one, too. */
package io.penstock.bench.application.load;

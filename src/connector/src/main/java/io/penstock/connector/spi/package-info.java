/** The SPI of the connector is for whoever joins it with a container. Applications have no need of it. */
package io.penstock.connector.spi;

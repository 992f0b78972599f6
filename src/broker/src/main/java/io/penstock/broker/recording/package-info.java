/** Recording tells the flight recorder of the JVM what the broker does. */
package io.penstock.broker.recording;

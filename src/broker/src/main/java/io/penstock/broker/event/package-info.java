/** Events of the broker are told to whoever subscribed to them, and dead letters are watched for alerts. */
package io.penstock.broker.event;

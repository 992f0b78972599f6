/** One subscription at work: records are handed out to consumers and settled by them. */
package io.penstock.broker.delivery;

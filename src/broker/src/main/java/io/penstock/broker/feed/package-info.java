/** What may go out next of one partition, and in which order: progress, withheld keys, due times. */
package io.penstock.broker.feed;

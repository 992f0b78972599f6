/** Messages of the five types are made, converted and encoded in messages of the broker. */
package io.penstock.jms.message;

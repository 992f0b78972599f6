/**
 * The filter language: message selectors of Jakarta Messaging 3.1, section 3.8, parsed once and evaluated on whatever
 * gives values to identifiers. Knows neither records nor messages.
 */
package io.penstock.broker.filter;

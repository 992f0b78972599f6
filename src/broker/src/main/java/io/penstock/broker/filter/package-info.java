/**
 * The filter language is that of message selectors in Jakarta Messaging 3.1, section 3.8. A filter is parsed once, and
 * evaluated on whatever gives values to identifiers; it knows neither records nor messages.
 */
package io.penstock.broker.filter;

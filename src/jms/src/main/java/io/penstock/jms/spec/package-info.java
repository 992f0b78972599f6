/** The specification fixes error codes, exceptions and names of headers; they are here. */
package io.penstock.jms.spec;

/** What the specification fixes: error codes, exceptions and names of headers. */
package io.penstock.jms.spec;

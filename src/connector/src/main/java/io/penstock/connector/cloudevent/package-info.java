/** Cloud events are recognised in incoming messages, and made of outgoing ones: binary or structured. */
package io.penstock.connector.cloudevent;

/** Watches for what is worth a call: the rules, the one engine that evaluates them, and the file of its states. */
package io.penstock.broker.alert;

/**
 * Divides what several consumers share: the partitions of a subscription among its consumers, who are told of it, and
 * the credit of a consumer among subscriptions.
 */
package io.penstock.broker.share;

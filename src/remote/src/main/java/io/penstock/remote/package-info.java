/**
 * A broker over TCP: {@link io.penstock.remote.BrokerServer} serves any broker to other processes, and {@link
 * io.penstock.remote.RemoteBroker} is that broker there. See docs/remote.md.
 */
@NullMarked
package io.penstock.remote;

import org.jspecify.annotations.NullMarked;

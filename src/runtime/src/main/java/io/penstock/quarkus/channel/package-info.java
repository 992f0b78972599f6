/** What methods that read channels of Reactive Messaging get from the extension. */
package io.penstock.quarkus.channel;

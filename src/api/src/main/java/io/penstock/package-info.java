/**
 * The public API is what an application says to Penstock, and what Penstock says back: messages, destinations,
 * subscriptions, deliveries and the {@link io.penstock.Broker} that carries them.
 *
 * <p>Nothing here assumes that messages are stored locally, or by us: every front door (Jakarta Messaging, Reactive
 * Messaging, annotated beans, HTTP) is written against this package alone, and asks {@link
 * io.penstock.Broker#capabilities()} what an engine can do.
 *
 * <p><b>Names.</b> A method that waits is named {@code x}, one that returns a stage {@code xAsync}.
 *
 * <p><b>Values that users make</b> are final classes: a static factory with what is required starts a builder, {@code
 * build()} checks, {@code copy()} starts a builder from a value. A new field breaks nobody. {@link
 * io.penstock.StartPosition}, which has nothing to set, has factories only.
 *
 * <p><b>Values that only brokers make</b> are records: statistics, states, results. Read their components; do not call
 * their constructors and do not take them apart in patterns, since they may get further components. When one does, the
 * constructor without it stays, so that engines and tests that were compiled against it go on to work.
 *
 * <p><b>Null</b> is where {@code @Nullable} is, and nowhere else. What a lookup may not find is an {@code Optional}.
 */
@NullMarked
package io.penstock;

import org.jspecify.annotations.NullMarked;

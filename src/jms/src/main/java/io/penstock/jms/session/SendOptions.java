package io.penstock.jms.session;

import io.penstock.Times;
import io.penstock.jms.spec.Failures;

import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;

/** Says how a message is sent, whatever its own header fields say (section 7.4). */
public record SendOptions(int deliveryMode, int priority, long timeToLiveMillis, long deliveryDelayMillis) {

    public static final SendOptions DEFAULT = new SendOptions(
            Message.DEFAULT_DELIVERY_MODE,
            Message.DEFAULT_PRIORITY,
            Message.DEFAULT_TIME_TO_LIVE,
            Message.DEFAULT_DELIVERY_DELAY);

    public SendOptions withDeliveryMode(int mode) throws JMSException {
        return new SendOptions(mode, priority, timeToLiveMillis, deliveryDelayMillis).checked();
    }

    public SendOptions withPriority(int urgency) throws JMSException {
        return new SendOptions(deliveryMode, urgency, timeToLiveMillis, deliveryDelayMillis).checked();
    }

    public SendOptions withTimeToLive(long millis) throws JMSException {
        return new SendOptions(deliveryMode, priority, millis, deliveryDelayMillis).checked();
    }

    public SendOptions withDeliveryDelay(long millis) throws JMSException {
        return new SendOptions(deliveryMode, priority, timeToLiveMillis, millis).checked();
    }

    /** A copy with the values that were given for one message, and with this producer's delivery delay. */
    SendOptions with(int mode, int urgency, long lifeMillis) throws JMSException {
        return new SendOptions(mode, urgency, lifeMillis, deliveryDelayMillis).checked();
    }

    private SendOptions checked() throws JMSException {
        if (deliveryMode != DeliveryMode.PERSISTENT && deliveryMode != DeliveryMode.NON_PERSISTENT) {
            throw Failures.invalid(deliveryMode + " is no delivery mode: use PERSISTENT (2) or NON_PERSISTENT (1).");
        }
        if (priority < 0 || priority > 9) {
            throw Failures.invalid(priority + " is no priority: use 0 to 9.");
        }
        if (timeToLiveMillis < 0 || deliveryDelayMillis < 0) {
            throw Failures.invalid("Time to live and delivery delay must not be negative; they are " + timeToLiveMillis
                    + " and " + deliveryDelayMillis + " ms.");
        }
        if (deliveryDelayMillis > Times.millis(Times.MAX_DELAY)) {
            throw Failures.invalid("A delivery delay of " + deliveryDelayMillis + " ms is too long: use at most "
                    + Times.MAX_DELAY.toDays() + " days, which are " + Times.millis(Times.MAX_DELAY) + " ms.");
        }
        return this;
    }

    /**
     * The time at which a message expires that is sent now: 0 for never. Beyond the calendar, it is the last time of
     * the calendar.
     */
    long expirationMillis(long nowMillis) {
        return timeToLiveMillis == 0 ? 0 : Math.min(Times.millis(Times.MAX), Times.sum(nowMillis, timeToLiveMillis));
    }
}

package io.penstock.postgres;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import jakarta.interceptor.InterceptorBinding;

/**
 * Lets a listener method handle each message once, however often it is delivered.
 *
 * <p>The method runs in the transaction that it is called in, or in one that is begun for it. In that same transaction
 * the message is claimed for the subscription that delivered it. If an earlier run has claimed it, the method is not
 * called and the call returns normally, so that the message is accepted; while another run is undecided, the call waits
 * for its end. Whatever the method throws, checked exceptions included, rolls back the transaction and the claim with
 * it.
 *
 * <p>The guarantee covers what the method does to the default datasource, and nothing else. The method returns
 * {@code void}: a result that completes later would outlive the transaction, and a message that is skipped has none.
 */
@Documented
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Idempotent {}

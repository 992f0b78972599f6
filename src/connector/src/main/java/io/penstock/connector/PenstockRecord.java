package io.penstock.connector;

/**
 * A key and a value: the payload of a method that takes or sends both. The key is text, a number or what else JSON can
 * be read into, and so is the value, which may also be bytes.
 *
 * @param key the key of the message; null for none
 * @param value the body; null for none
 */
public record PenstockRecord<K, V>(K key, V value) {

    public static <K, V> PenstockRecord<K, V> of(K key, V value) {
        return new PenstockRecord<>(key, value);
    }
}

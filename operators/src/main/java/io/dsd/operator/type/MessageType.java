package io.dsd.operator.type;

import static java.util.Objects.requireNonNull;

import io.dsd.message.codec.Codec;

/**
 * A kind of message that Flink carries or stores.
 *
 * @param name its stable name, which is written into savepoints
 * @param valueClass its class
 * @param codec writes and reads it
 * @param isKey whether streams are keyed by it
 * @param <T> the class
 */
record MessageType<T>(String name, Class<T> valueClass, Codec<T> codec, boolean isKey) {

  MessageType {
    requireNonNull(name, "name");
    requireNonNull(valueClass, "valueClass");
    requireNonNull(codec, "codec");
  }
}

package io.dsd.message.codec;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Writes values of one type as bytes and reads them back; without state, so any thread may use it.
 * Numbers are big-endian, as {@link DataOutput} writes them.
 *
 * @param <T> the type
 */
public interface Codec<T> {

  /** Writes {@code value} at the end of {@code out}. */
  void write(T value, DataOutput out) throws IOException;

  /**
   * Reads what {@link #write} wrote, and not a byte more.
   *
   * @throws IOException if the bytes are none that {@link #write} writes, or end too early
   */
  T read(DataInput in) throws IOException;
}

package io.dsd.message.codec;

import io.dsd.message.Sampling;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How tokens are picked.
 *
 * <pre>
 *    0               8       12              20              28
 *   +---------------+-------+---------------+---------------+
 *   | temperature   | top-k | top-p         | seed          |
 *   +---------------+-------+---------------+---------------+
 * </pre>
 */
enum SamplingBody implements Codec<Sampling> {
  CODEC;

  @Override
  public void write(Sampling sampling, DataOutput out) throws IOException {
    out.writeDouble(sampling.temperature());
    out.writeInt(sampling.topK());
    out.writeDouble(sampling.topP());
    out.writeLong(sampling.seed());
  }

  @Override
  public Sampling read(DataInput in) throws IOException {
    return new Sampling(in.readDouble(), in.readInt(), in.readDouble(), in.readLong());
  }
}

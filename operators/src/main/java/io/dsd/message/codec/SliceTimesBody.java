package io.dsd.message.codec;

import io.dsd.message.round.SliceTimes;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What slices spent: {@code computeNanos (8) | queueNanos (8)}, and since version 2 {@code
 * batchTokens (4)}.
 */
enum SliceTimesBody implements Codec<SliceTimes> {
  /** Without the size of batches. */
  V1,
  V2;

  @Override
  public void write(SliceTimes times, DataOutput out) throws IOException {
    out.writeLong(times.computeNanos());
    out.writeLong(times.queueNanos());
    if (this == V2) {
      out.writeInt(times.batchTokens());
    }
  }

  @Override
  public SliceTimes read(DataInput in) throws IOException {
    return new SliceTimes(in.readLong(), in.readLong(), this == V2 ? in.readInt() : 0);
  }
}

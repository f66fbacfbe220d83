package io.dsd.message.codec;

import io.dsd.message.round.SliceTimes;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** What slices spent: {@code computeNanos (8) | queueNanos (8)}. */
enum SliceTimesBody implements Codec<SliceTimes> {
  CODEC;

  @Override
  public void write(SliceTimes times, DataOutput out) throws IOException {
    out.writeLong(times.computeNanos());
    out.writeLong(times.queueNanos());
  }

  @Override
  public SliceTimes read(DataInput in) throws IOException {
    return new SliceTimes(in.readLong(), in.readLong());
  }
}

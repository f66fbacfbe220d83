package io.dsd.message.codec;

import io.dsd.message.request.Progress;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How far a sequence has come.
 *
 * <pre>
 *   +-------------------+------------------+-------------+
 *   | createdMillis (8) | generated (ints) | speculation |
 *   +-------------------+------------------+-------------+
 * </pre>
 */
enum ProgressBody implements Codec<Progress> {
  V1(SpeculationBody.V1),
  V2(SpeculationBody.V2);

  private final SpeculationBody speculations;

  ProgressBody(SpeculationBody speculations) {
    this.speculations = speculations;
  }

  @Override
  public void write(Progress progress, DataOutput out) throws IOException {
    out.writeLong(progress.createdMillis());
    IntsBody.CODEC.write(progress.generated(), out);
    speculations.write(progress.speculation(), out);
  }

  @Override
  public Progress read(DataInput in) throws IOException {
    return new Progress(in.readLong(), IntsBody.CODEC.read(in), speculations.read(in));
  }
}

package io.dsd.job.bench.trace;

import io.dsd.model.slice.ForwardingKernel;
import io.dsd.model.slice.Lane;
import io.dsd.model.slice.LaneResult;
import io.dsd.model.slice.SliceKernel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;

/** A kernel that notes each forward pass. */
final class TracedKernel extends ForwardingKernel {

  private final int slice;
  private final Writer notes;

  /** Takes both over. */
  TracedKernel(SliceKernel kernel, int slice, Writer notes) {
    super(kernel);
    this.slice = slice;
    this.notes = notes;
  }

  @Override
  public List<LaneResult> forward(List<Lane> lanes) {
    long start = System.nanoTime();
    List<LaneResult> results = super.forward(lanes);
    long end = System.nanoTime();
    int wanted = lanes.stream().mapToInt(Lane::wanted).sum();
    int all = lanes.stream().mapToInt(Lane::size).sum();
    note(new Pass(slice, start, end, lanes.size(), all - wanted, wanted));
    return results;
  }

  private void note(Pass pass) {
    try {
      notes.write(pass.line());
      notes.write('\n');
    } catch (IOException full) {
      throw new UncheckedIOException(full);
    }
  }

  @Override
  public void close() {
    super.close();
    try {
      notes.close();
    } catch (IOException full) {
      throw new UncheckedIOException(full);
    }
  }
}

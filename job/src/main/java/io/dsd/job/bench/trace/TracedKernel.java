package io.dsd.job.bench.trace;

import io.dsd.message.Ints;
import io.dsd.model.slice.KvRows;
import io.dsd.model.slice.Lane;
import io.dsd.model.slice.LaneResult;
import io.dsd.model.slice.LayerRange;
import io.dsd.model.slice.SliceKernel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;

/** A kernel that notes each forward pass. */
final class TracedKernel implements SliceKernel {

  private final SliceKernel kernel;
  private final int slice;
  private final Writer notes;

  /** Takes both over. */
  TracedKernel(SliceKernel kernel, int slice, Writer notes) {
    this.kernel = kernel;
    this.slice = slice;
    this.notes = notes;
  }

  @Override
  public List<LaneResult> forward(List<Lane> lanes) {
    long start = System.nanoTime();
    List<LaneResult> results = kernel.forward(lanes);
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
  public LayerRange layers() {
    return kernel.layers();
  }

  @Override
  public int contextLength() {
    return kernel.contextLength();
  }

  @Override
  public int vocabularySize() {
    return kernel.vocabularySize();
  }

  @Override
  public long bytesPerRow() {
    return kernel.bytesPerRow();
  }

  @Override
  public boolean readsInPlace() {
    return kernel.readsInPlace();
  }

  @Override
  public KvRows allocate(int capacity) {
    return kernel.allocate(capacity);
  }

  @Override
  public KvRows grow(KvRows rows, int used, int capacity) {
    return kernel.grow(rows, used, capacity);
  }

  @Override
  public void move(KvRows rows, Ints from, int to) {
    kernel.move(rows, from, to);
  }

  @Override
  public void close() {
    kernel.close();
    try {
      notes.close();
    } catch (IOException full) {
      throw new UncheckedIOException(full);
    }
  }
}

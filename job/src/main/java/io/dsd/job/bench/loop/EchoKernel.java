package io.dsd.job.bench.loop;

import io.dsd.message.Ints;
import io.dsd.model.slice.KvRows;
import io.dsd.model.slice.Lane;
import io.dsd.model.slice.LaneResult;
import io.dsd.model.slice.LayerRange;
import io.dsd.model.slice.SliceKernel;
import java.util.List;

/** A slice from the middle of a model, which hands on what it gets. */
record EchoKernel(LayerRange layers) implements SliceKernel {

  private record NoRows(int capacity) implements KvRows {

    @Override
    public long bytes() {
      return capacity;
    }

    @Override
    public void put(int at, KvRows source, int first, int count) {
      // nothing is kept in these rows
    }

    @Override
    public void close() {
      // nor anywhere else
    }
  }

  @Override
  public int contextLength() {
    return 1024;
  }

  @Override
  public int vocabularySize() {
    return 2;
  }

  @Override
  public long bytesPerRow() {
    return 1;
  }

  @Override
  public KvRows allocate(int capacity) {
    return new NoRows(capacity);
  }

  @Override
  public KvRows grow(KvRows rows, int used, int capacity) {
    return new NoRows(capacity);
  }

  @Override
  public void move(KvRows rows, Ints from, int to) {
    // all rows are alike
  }

  @Override
  public List<LaneResult> forward(List<Lane> lanes) {
    return lanes.stream()
        .<LaneResult>map(lane -> new LaneResult.Hidden(lane.hidden().orElseThrow()))
        .toList();
  }

  @Override
  public void close() {
    // holds nothing
  }
}

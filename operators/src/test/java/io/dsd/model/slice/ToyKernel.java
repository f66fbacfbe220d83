package io.dsd.model.slice;

import io.dsd.message.Bytes;
import io.dsd.message.Ints;
import io.dsd.message.round.HiddenStates;
import io.dsd.message.round.RowType;
import io.dsd.model.cache.AttentionMask;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The {@link ToyModel} in slices, with real rows in real slots. */
final class ToyKernel implements SliceKernel {

  private final LayerRange layers;
  private final int contextLength;

  ToyKernel(LayerRange layers, int contextLength) {
    this.layers = layers;
    this.contextLength = contextLength;
  }

  private static final class Rows implements KvRows {

    private final long[][] slots;
    private boolean closed;

    private Rows(int layers, int capacity) {
      slots = new long[layers][capacity];
    }

    @Override
    public int capacity() {
      return slots[0].length;
    }

    @Override
    public long bytes() {
      return capacity();
    }

    @Override
    public void put(int at, KvRows source, int first, int count) {
      Rows from = (Rows) source;
      checkOpen();
      from.checkOpen();
      for (int layer = 0; layer < slots.length; layer++) {
        System.arraycopy(from.slots[layer], first, slots[layer], at, count);
      }
    }

    private void checkOpen() {
      if (closed) {
        throw new IllegalStateException("the rows were freed while in use");
      }
    }

    @Override
    public void close() {
      if (closed) {
        throw new IllegalStateException("closed twice");
      }
      closed = true;
    }
  }

  @Override
  public LayerRange layers() {
    return layers;
  }

  @Override
  public int contextLength() {
    return contextLength;
  }

  @Override
  public int vocabularySize() {
    return ToyModel.VOCABULARY;
  }

  @Override
  public long bytesPerRow() {
    return 1;
  }

  @Override
  public KvRows allocate(int capacity) {
    return new Rows(layers.size(), capacity);
  }

  @Override
  public KvRows grow(KvRows rows, int used, int capacity) {
    Rows old = (Rows) rows;
    Rows grown = new Rows(layers.size(), capacity);
    for (int layer = 0; layer < layers.size(); layer++) {
      System.arraycopy(old.slots[layer], 0, grown.slots[layer], 0, used);
    }
    old.close();
    return grown;
  }

  @Override
  public void move(KvRows rows, Ints from, int to) {
    for (long[] slots : ((Rows) rows).slots) {
      long[] moved = from.stream().mapToLong(slot -> slots[slot]).toArray();
      System.arraycopy(moved, 0, slots, to, moved.length);
    }
  }

  @Override
  public List<LaneResult> forward(List<Lane> lanes) {
    checkNothingIsReadAndWritten(lanes);
    return lanes.stream().map(this::forward).toList();
  }

  private LaneResult forward(Lane lane) {
    Rows rows = (Rows) lane.rows();
    rows.checkOpen();
    long[] states = states(lane);
    int border = lane.sharedSlots();
    for (int layer = 0; layer < layers.size(); layer++) {
      int at = layer;
      long[] slots =
          lane.shared()
              .map(shared -> joined((Rows) shared.rows(), border, rows, at))
              .orElse(rows.slots[layer]);
      for (int i = 0; i < states.length; i++) {
        rows.slots[layer][lane.firstSlot() - border + i] =
            ToyModel.row(states[i], lane.positions().get(i), layers.first() + layer);
        slots[lane.firstSlot() + i] =
            ToyModel.row(states[i], lane.positions().get(i), layers.first() + layer);
      }
      for (int i = 0; i < states.length; i++) {
        states[i] = ToyModel.next(states[i], sum(lane, slots, i));
      }
    }
    if (layers.isLast()) {
      long[] wanted = Arrays.copyOfRange(states, lane.firstWanted(), states.length);
      return new LaneResult.Scores(ToyModel.logits(wanted));
    }
    ByteBuffer bytes = ByteBuffer.allocate(states.length * Long.BYTES);
    Arrays.stream(states).forEach(bytes::putLong);
    return new LaneResult.Hidden(
        new HiddenStates(RowType.FP32, states.length, 2, Bytes.owned(bytes.array())));
  }

  /** A batch may be worked through in any order. */
  private static void checkNothingIsReadAndWritten(List<Lane> lanes) {
    for (Lane reader : lanes) {
      for (Lane writer : lanes) {
        if (reader.shared().filter(shared -> shared.rows() == writer.rows()).isPresent()
            && writer.firstSlot() - writer.sharedSlots() < reader.sharedSlots()) {
          throw new IllegalStateException("rows that are read are written");
        }
      }
    }
  }

  private static long[] joined(Rows shared, int border, Rows own, int layer) {
    shared.checkOpen();
    long[] joined = Arrays.copyOf(shared.slots[layer], border + own.capacity());
    System.arraycopy(own.slots[layer], 0, joined, border, own.capacity());
    return joined;
  }

  private long[] states(Lane lane) {
    if (layers.isFirst()) {
      return lane.tokens().stream().mapToLong(ToyModel::embed).toArray();
    }
    ByteBuffer bytes = lane.hidden().orElseThrow().data().view();
    List<Long> states = new ArrayList<>();
    while (bytes.hasRemaining()) {
      states.add(bytes.getLong());
    }
    return states.stream().mapToLong(Long::longValue).toArray();
  }

  private static long sum(Lane lane, long[] slots, int token) {
    if (lane.mask() instanceof AttentionMask.Explicit mask) {
      return mask.rows().get(token).stream().mapToLong(slot -> slots[slot]).sum();
    }
    return Arrays.stream(slots, 0, lane.firstSlot() + token + 1).sum();
  }

  @Override
  public void close() {}
}

package io.dsd.model.torch;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import io.dsd.model.slice.KvRows;
import io.dsd.model.slice.Lane;
import io.dsd.model.slice.SharedRows;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.LongStream;

/** The arguments of one call of the script's {@code forward}, apart from the weights. */
final class ForwardArguments implements AutoCloseable {

  private final PtNDManager scope;
  private final List<IValue> owned = new ArrayList<>();
  private final IValue input;
  private final IValue positions;
  private final IValue shapes;
  private final IValue masks;
  private final IValue shared;
  private final IValue rows;
  private final IValue wanted;

  ForwardArguments(PtNDManager scope, boolean first, List<Lane> lanes) {
    this.scope = scope;
    this.input = own(IValue.from(first ? tokens(lanes) : hidden(lanes)));
    this.positions = own(IValue.from(positions(lanes)));
    this.shapes = own(IValue.listFrom(shapes(lanes)));
    this.masks = own(IValue.listFrom(lanes.stream().map(this::mask).toArray(PtNDArray[]::new)));
    this.shared =
        own(list(lanes, lane -> lane.shared().map(SharedRows::rows).orElseGet(lane::rows)));
    this.rows = own(list(lanes, Lane::rows));
    this.wanted = own(IValue.from(wanted(lanes)));
  }

  IValue[] with(IValue weights) {
    return new IValue[] {input, positions, shapes, masks, shared, rows, weights, wanted};
  }

  private IValue own(IValue value) {
    owned.add(value);
    return value;
  }

  /** The rows belong to their sequences: only the list around them is ours. */
  private static IValue list(List<Lane> lanes, Function<Lane, KvRows> rows) {
    return IValue.listFrom(
        lanes.stream().map(rows).map(TorchKernel::tensor).toArray(IValue[]::new));
  }

  private PtNDArray tokens(List<Lane> lanes) {
    return TorchKernel.longs(
        scope,
        lanes.stream().flatMapToInt(lane -> lane.tokens().stream()).asLongStream().toArray());
  }

  private PtNDArray positions(List<Lane> lanes) {
    return TorchKernel.longs(
        scope,
        lanes.stream().flatMapToInt(lane -> lane.positions().stream()).asLongStream().toArray());
  }

  private static long[] shapes(List<Lane> lanes) {
    return lanes.stream()
        .flatMapToLong(
            lane ->
                LongStream.of(
                    lane.sharedSlots(), lane.firstSlot() - lane.sharedSlots(), lane.size()))
        .toArray();
  }

  private PtNDArray hidden(List<Lane> lanes) {
    int tokens = lanes.stream().mapToInt(Lane::size).sum();
    int width = lanes.get(0).hidden().orElseThrow().width();
    float[] numbers = new float[tokens * width];
    FloatBuffer joined = FloatBuffer.wrap(numbers);
    lanes.forEach(lane -> lane.hidden().orElseThrow().copyTo(joined));
    return (PtNDArray) scope.create(numbers, new Shape(tokens, width));
  }

  private PtNDArray wanted(List<Lane> lanes) {
    LongStream.Builder rowsWanted = LongStream.builder();
    int row = 0;
    for (Lane lane : lanes) {
      for (int token = lane.firstWanted(); token < lane.size(); token++) {
        rowsWanted.add(row + token);
      }
      row += lane.size();
    }
    return TorchKernel.longs(scope, rowsWanted.build().toArray());
  }

  private PtNDArray mask(Lane lane) {
    return Masks.of(
        scope, lane.mask(), lane.size(), lane.sharedSlots(), lane.firstSlot() + lane.size());
  }

  @Override
  public void close() {
    owned.forEach(IValue::close);
  }
}

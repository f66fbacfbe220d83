package io.dsd.model.torch;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import io.dsd.model.EagleConfig;
import io.dsd.model.eagle.FeatureLane;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** The arguments of one call of {@link EagleScript}'s {@code forward}, apart from the weights. */
final class FeatureArguments implements AutoCloseable {

  private final List<IValue> owned = new ArrayList<>();
  private final IValue[] before;
  private final IValue wanted;

  FeatureArguments(PtNDManager scope, EagleConfig config, List<FeatureLane> lanes) {
    int width = lanes.get(0).features().width();
    IntStream tokens = lanes.stream().flatMapToInt(lane -> lane.tokens().stream());
    IntStream positions = lanes.stream().flatMapToInt(lane -> lane.positions().stream());
    LongStream shapes =
        lanes.stream().flatMapToLong(lane -> LongStream.of(lane.firstSlot(), lane.size()));
    this.before =
        new IValue[] {
          own(IValue.from(TorchKernel.longs(scope, tokens.asLongStream().toArray()))),
          own(IValue.from(features(scope, lanes, width))),
          own(IValue.from(width == config.tapsWidth())),
          own(IValue.from(TorchKernel.longs(scope, positions.asLongStream().toArray()))),
          own(IValue.listFrom(shapes.toArray())),
          own(
              IValue.listFrom(
                  lanes.stream().map(lane -> mask(scope, lane)).toArray(PtNDArray[]::new))),
          own(
              IValue.listFrom(
                  lanes.stream()
                      .map(lane -> TorchKernel.tensor(lane.rows()))
                      .toArray(IValue[]::new)))
        };
    this.wanted = own(IValue.from(wanted(scope, lanes)));
  }

  IValue[] with(IValue weights) {
    IValue[] all = Arrays.copyOf(before, before.length + 2);
    all[before.length] = weights;
    all[before.length + 1] = wanted;
    return all;
  }

  private IValue own(IValue value) {
    owned.add(value);
    return value;
  }

  private static PtNDArray features(PtNDManager scope, List<FeatureLane> lanes, int width) {
    int rows = lanes.stream().mapToInt(FeatureLane::size).sum();
    float[] numbers = new float[rows * width];
    FloatBuffer joined = FloatBuffer.wrap(numbers);
    lanes.forEach(lane -> lane.features().copyTo(joined));
    return (PtNDArray) scope.create(numbers, new Shape(rows, width));
  }

  private static PtNDArray mask(PtNDManager scope, FeatureLane lane) {
    return Masks.of(scope, lane.mask(), lane.size(), 0, lane.firstSlot() + lane.size());
  }

  private static PtNDArray wanted(PtNDManager scope, List<FeatureLane> lanes) {
    LongStream.Builder rows = LongStream.builder();
    int row = 0;
    for (FeatureLane lane : lanes) {
      for (int token = lane.firstWanted(); token < lane.size(); token++) {
        rows.add(row + token);
      }
      row += lane.size();
    }
    return TorchKernel.longs(scope, rows.build().toArray());
  }

  @Override
  public void close() {
    owned.forEach(IValue::close);
  }
}

package io.dsd.model.torch;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import io.dsd.message.Bytes;
import io.dsd.message.Ints;
import io.dsd.message.round.ComputeType;
import io.dsd.message.round.HiddenStates;
import io.dsd.model.ModelConfig;
import io.dsd.model.checkpoint.Checkpoint;
import io.dsd.model.slice.KvRows;
import io.dsd.model.slice.Lane;
import io.dsd.model.slice.LaneResult;
import io.dsd.model.slice.LayerRange;
import io.dsd.model.slice.SliceKernel;
import io.dsd.speculate.sampling.Logits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A slice's arithmetic on libtorch: one native call per forward pass. */
public final class TorchKernel implements SliceKernel {

  private final ModelConfig config;
  private final LayerRange layers;
  private final ComputeType type;
  private final int contextLength;
  private final Script script;
  private final IValue weights;

  private TorchKernel(
      ModelConfig config,
      LayerRange layers,
      ComputeType type,
      int contextLength,
      Script script,
      IValue weights) {
    this.config = config;
    this.layers = layers;
    this.type = type;
    this.contextLength = contextLength;
    this.script = script;
    this.weights = weights;
  }

  /**
   * Loads the weights of a slice.
   *
   * @throws io.dsd.model.ModelException if a tensor is missing or cannot be read
   */
  public static TorchKernel load(
      Checkpoint checkpoint, LayerRange layers, ComputeType type, int contextLength) {
    ModelConfig config = checkpoint.config();
    Script script = Script.load(LlamaScript.text(config, layers, type), Device.cpu());
    try {
      IValue weights = WeightLoader.load(script, checkpoint, layers, contextLength);
      return new TorchKernel(config, layers, type, contextLength, script, weights);
    } catch (RuntimeException e) {
      script.close();
      throw e;
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
    return config.vocabularySize();
  }

  @Override
  public long bytesPerRow() {
    return 2L * layers.size() * config.keyValueHeads() * config.headSize() * type.bytes();
  }

  @Override
  public KvRows allocate(int capacity) {
    try (IValue rows = IValue.from(capacity)) {
      return rows(script.call("allocate", rows), capacity);
    }
  }

  @Override
  public KvRows grow(KvRows rows, int used, int capacity) {
    try (KvRows old = rows;
        IValue kept = IValue.from(used);
        IValue wanted = IValue.from(capacity)) {
      IValue tensor = script.call("grow", tensor(old), kept, wanted);
      return rows(tensor, capacity);
    }
  }

  private KvRows rows(IValue tensor, int capacity) {
    return new TorchKvRows(script, tensor, capacity, capacity * bytesPerRow());
  }

  @Override
  public void move(KvRows rows, Ints from, int to) {
    try (PtNDArray array = longs(script.manager(), from.stream().asLongStream().toArray());
        IValue source = IValue.from(array);
        IValue target = IValue.from(to)) {
      script.run("move", tensor(rows), source, target);
    }
  }

  @Override
  public List<LaneResult> forward(List<Lane> lanes) {
    try (PtNDManager scope = (PtNDManager) script.manager().newSubManager();
        ForwardArguments arguments = new ForwardArguments(scope, layers.isFirst(), lanes);
        IValue result = script.call("forward", arguments.with(weights))) {
      NDArray tensor = result.toTensor(scope);
      return layers.isLast() ? scores(lanes, tensor) : hidden(lanes, tensor);
    }
  }

  private List<LaneResult> hidden(List<Lane> lanes, NDArray tensor) {
    float[] numbers = tensor.toFloatArray();
    int width = config.hiddenSize();
    List<LaneResult> results = new ArrayList<>();
    int at = 0;
    for (Lane lane : lanes) {
      int count = lane.size() * width;
      Bytes data = WireNumbers.encode(numbers, at, count, type);
      results.add(new LaneResult.Hidden(new HiddenStates(type, lane.size(), width, data)));
      at += count;
    }
    return results;
  }

  private List<LaneResult> scores(List<Lane> lanes, NDArray tensor) {
    float[] logits = tensor.toFloatArray();
    List<LaneResult> results = new ArrayList<>();
    int at = 0;
    for (Lane lane : lanes) {
      int end = at + lane.wanted() * config.vocabularySize();
      boolean all = at == 0 && end == logits.length;
      float[] values = all ? logits : Arrays.copyOfRange(logits, at, end);
      results.add(
          new LaneResult.Scores(new Logits(values, lane.wanted(), config.vocabularySize())));
      at = end;
    }
    return results;
  }

  static IValue tensor(KvRows rows) {
    return ((TorchKvRows) rows).tensor();
  }

  static PtNDArray longs(PtNDManager manager, long... values) {
    return (PtNDArray) manager.create(values, new Shape(values.length));
  }

  @Override
  public void close() {
    weights.close();
    script.close();
  }
}

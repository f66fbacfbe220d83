package io.dsd.model.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import io.dsd.message.Ints;
import io.dsd.message.round.ComputeType;
import io.dsd.message.round.HiddenStates;
import io.dsd.message.round.RowType;
import io.dsd.model.ModelConfig;
import io.dsd.model.ModelFiles;
import io.dsd.model.checkpoint.Checkpoint;
import io.dsd.model.slice.Arithmetic;
import io.dsd.model.slice.KvRows;
import io.dsd.model.slice.Lane;
import io.dsd.model.slice.LaneResult;
import io.dsd.model.slice.LayerRange;
import io.dsd.model.slice.SliceKernel;
import io.dsd.model.slice.TappedRows;
import io.dsd.speculate.sampling.Logits;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A slice's arithmetic on libtorch: one native call per forward pass. */
public final class TorchKernel implements SliceKernel {

  private final ModelConfig config;
  private final LayerRange layers;
  private final ComputeType type;
  private final RowType rows;
  private final int contextLength;
  private final Ints taps;
  private final Script script;
  private final Held<IValue> weights;

  private TorchKernel(
      ModelConfig config,
      LayerRange layers,
      Arithmetic arithmetic,
      int contextLength,
      Ints taps,
      Script script,
      Held<IValue> weights) {
    this.config = config;
    this.layers = layers;
    this.type = arithmetic.type();
    this.rows = arithmetic.rows();
    this.contextLength = contextLength;
    this.taps = taps;
    this.script = script;
    this.weights = weights;
  }

  /**
   * Loads the weights of a slice without taps for the CPU.
   *
   * @throws io.dsd.model.ModelException if a tensor is missing or cannot be read
   */
  public static TorchKernel load(
      Checkpoint checkpoint, LayerRange layers, ComputeType type, int contextLength) {
    return load(checkpoint, layers, type, contextLength, Ints.empty());
  }

  /**
   * Loads the weights of a slice for the CPU.
   *
   * @param tapped layers of the model whose inputs are wanted; those in other slices do not matter
   * @throws io.dsd.model.ModelException if a tensor is missing or cannot be read
   */
  public static TorchKernel load(
      Checkpoint checkpoint, LayerRange layers, ComputeType type, int contextLength, Ints tapped) {
    return load(checkpoint, layers, Arithmetic.of(type), contextLength, tapped);
  }

  /**
   * Loads the weights of a slice.
   *
   * @param wanted how it is to compute; weights are unpacked where the slice does not allow the
   *     form
   * @param tapped layers of the model whose inputs are wanted; those in other slices do not matter
   * @throws io.dsd.model.ModelException if a tensor is missing or cannot be read, or the GPU is not
   *     there
   */
  public static TorchKernel load(
      Checkpoint checkpoint, LayerRange layers, Arithmetic wanted, int contextLength, Ints tapped) {
    Arithmetic arithmetic = WeightLoader.allowed(checkpoint, layers, wanted);
    return load(
        checkpoint.config(),
        layers,
        arithmetic,
        contextLength,
        tapped,
        script -> {
          IValue weights = WeightLoader.load(script, checkpoint, layers, contextLength, arithmetic);
          return new Held<>(weights, weights::close);
        });
  }

  /** The slice of a model that may have its weights in this JVM already. */
  static TorchKernel shared(
      ModelFiles files, LayerRange layers, Arithmetic wanted, int contextLength, Ints tapped) {
    Checkpoint checkpoint = files.checkpoint();
    Arithmetic arithmetic = WeightLoader.allowed(checkpoint, layers, wanted);
    // weights do not ask how hidden states travel
    String part =
        "layers %d to %d, %d, %s"
            .formatted(
                layers.first(),
                layers.end(),
                contextLength,
                arithmetic.sending(RowType.of(arithmetic.type())));
    return load(
        files.config(),
        layers,
        arithmetic,
        contextLength,
        tapped,
        script ->
            WeightShelf.take(
                List.of(files.path()),
                part,
                () -> WeightLoader.load(script, checkpoint, layers, contextLength, arithmetic)));
  }

  private static TorchKernel load(
      ModelConfig config,
      LayerRange layers,
      Arithmetic arithmetic,
      int contextLength,
      Ints tapped,
      Function<Script, Held<IValue>> weights) {
    ComputeType type = arithmetic.type();
    Ints taps = layers.of(tapped);
    Script script =
        Script.load(
            LlamaScript.text(config, layers, type, taps, ProductForm.of(arithmetic)),
            TorchDevices.of(arithmetic.device()));
    try {
      return new TorchKernel(
          config, layers, arithmetic, contextLength, taps, script, weights.apply(script));
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
    return config.bytesPerRow(layers.size(), type);
  }

  /** The attention that says its sums of exponentials is there for CPUs only. */
  @Override
  public boolean readsInPlace() {
    return !script.manager().getDevice().isGpu();
  }

  @Override
  public KvRows allocate(int capacity) {
    try (IValue rows = IValue.from(capacity)) {
      return rows(script.call("allocate", script.anchor(), rows), capacity);
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
        IValue result = script.call("forward", arguments.with(weights.value()))) {
      if (taps.isEmpty()) {
        return results(lanes, result.toTensor(scope), Collections.nCopies(lanes.size(), none()));
      }
      IValue[] both = result.toIValueTuple();
      try (IValue main = both[0];
          IValue tapped = both[1]) {
        return results(lanes, main.toTensor(scope), taps(lanes, tapped.toTensor(scope)));
      }
    }
  }

  private static Optional<TappedRows> none() {
    return Optional.empty();
  }

  private List<Optional<TappedRows>> taps(List<Lane> lanes, NDArray tensor) {
    return hidden(lanes, tensor, taps.size() * config.hiddenSize()).stream()
        .map(rows -> Optional.of(new TappedRows(taps, rows)))
        .toList();
  }

  private List<LaneResult> results(
      List<Lane> lanes, NDArray tensor, List<Optional<TappedRows>> tapped) {
    List<LaneResult> results = new ArrayList<>();
    if (layers.isLast()) {
      List<Logits> logits = logits(lanes, tensor);
      for (int i = 0; i < lanes.size(); i++) {
        results.add(new LaneResult.Scores(logits.get(i), tapped.get(i)));
      }
    } else {
      List<HiddenStates> hidden = hidden(lanes, tensor, config.hiddenSize());
      for (int i = 0; i < lanes.size(); i++) {
        results.add(new LaneResult.Hidden(hidden.get(i), tapped.get(i)));
      }
    }
    return results;
  }

  private List<HiddenStates> hidden(List<Lane> lanes, NDArray tensor, int width) {
    float[] numbers = tensor.toFloatArray();
    List<HiddenStates> results = new ArrayList<>();
    int at = 0;
    for (Lane lane : lanes) {
      results.add(HiddenStates.of(rows, lane.size(), width, numbers, at));
      at += lane.size() * width;
    }
    return results;
  }

  private List<Logits> logits(List<Lane> lanes, NDArray tensor) {
    // libtorch's own memory, as long as the tensor is there
    FloatBuffer logits = tensor.toByteBuffer(true).asFloatBuffer();
    List<Logits> results = new ArrayList<>();
    for (Lane lane : lanes) {
      float[] values = new float[lane.wanted() * config.vocabularySize()];
      logits.get(values);
      results.add(new Logits(values, lane.wanted(), config.vocabularySize()));
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

package io.dsd.model.torch;

import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import io.dsd.message.Ints;
import io.dsd.message.round.ComputeType;
import io.dsd.model.EagleConfig;
import io.dsd.model.EagleDirectory;
import io.dsd.model.ModelConfig;
import io.dsd.model.eagle.FeatureKernel;
import io.dsd.model.eagle.FeatureLane;
import io.dsd.model.eagle.FeatureResult;
import io.dsd.model.eagle.Features;
import io.dsd.model.slice.Arithmetic;
import io.dsd.model.slice.ComputeDevice;
import io.dsd.model.slice.KvRows;
import io.dsd.speculate.sampling.Logits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** A feature-based draft's arithmetic on libtorch: one native call per forward pass. */
public final class TorchFeatureKernel implements FeatureKernel {

  /**
   * Up to so many multiplications a pass takes one thread. Levels of trees are as fast so
   * (docs/performance.md). That a chunk of a prompt is not matters less than the helpers that it
   * would leave beside those of slice 0: 170 tokens of the draft that comes with dsd.
   */
  private static final long FEW_PRODUCTS = 1_500_000_000;

  private final EagleConfig config;
  private final Ints toTarget;
  private final ComputeType type;
  private final Script script;
  private final Held<IValue> weights;

  private TorchFeatureKernel(
      EagleConfig config, Ints toTarget, ComputeType type, Script script, Held<IValue> weights) {
    this.config = config;
    this.toTarget = toTarget;
    this.type = type;
    this.script = script;
    this.weights = weights;
  }

  /**
   * Loads the weights of a draft for the CPU.
   *
   * @throws io.dsd.model.ModelException if a tensor cannot be read
   */
  public static TorchFeatureKernel load(EagleDirectory draft, ComputeType type) {
    return load(draft, type, new ComputeDevice.Cpu());
  }

  /**
   * Loads the weights of a draft.
   *
   * @param device the CPU or a GPU
   * @throws io.dsd.model.ModelException if a tensor cannot be read, or the GPU is not there
   */
  public static TorchFeatureKernel load(
      EagleDirectory draft, ComputeType type, ComputeDevice device) {
    return load(
        draft,
        type,
        device,
        script -> {
          IValue weights = weights(script, draft);
          return new Held<>(weights, weights::close);
        });
  }

  /** The draft that may have its weights, read from those files, in this JVM already. */
  static TorchFeatureKernel shared(
      EagleDirectory draft, ComputeType type, ComputeDevice device, List<Path> files) {
    String part = "draft, %s, %s".formatted(type, device);
    return load(
        draft, type, device, script -> WeightShelf.take(files, part, () -> weights(script, draft)));
  }

  private static TorchFeatureKernel load(
      EagleDirectory draft,
      ComputeType type,
      ComputeDevice device,
      Function<Script, Held<IValue>> weights) {
    Script script =
        Script.load(
            EagleScript.text(draft.config(), type, ProductForm.of(Arithmetic.of(type).on(device))),
            TorchDevices.of(device));
    try {
      return new TorchFeatureKernel(
          draft.config(), draft.toTarget(), type, script, weights.apply(script));
    } catch (RuntimeException e) {
      script.close();
      throw e;
    }
  }

  /** In the order that {@link EagleScript} reads them. */
  private static IValue weights(Script script, EagleDirectory draft) {
    ModelConfig layer = draft.config().layer();
    WeightList weights = new WeightList(script);
    try {
      RotaryTable rotary = RotaryTable.of(layer, layer.contextLength());
      weights.add(rotary.cosines(), layer.contextLength(), layer.headSize());
      weights.add(rotary.sines(), layer.contextLength(), layer.headSize());
      weights.fuse(draft.embedding());
      weights.lay(draft.get("fc.weight"));
      weights.fuse(draft.ofLayer("input_layernorm.weight"));
      weights.fuse(draft.ofLayer("hidden_norm.weight"));
      weights.lay(
          draft.ofLayer("self_attn.q_proj.weight"),
          draft.ofLayer("self_attn.k_proj.weight"),
          draft.ofLayer("self_attn.v_proj.weight"));
      weights.lay(draft.ofLayer("self_attn.o_proj.weight"));
      weights.fuse(draft.ofLayer("post_attention_layernorm.weight"));
      weights.lay(draft.ofLayer("mlp.gate_proj.weight"), draft.ofLayer("mlp.up_proj.weight"));
      weights.lay(draft.ofLayer("mlp.down_proj.weight"));
      weights.fuse(draft.get("norm.weight"));
      weights.lay(draft.get("lm_head.weight"));
      return weights.take();
    } catch (RuntimeException e) {
      weights.close();
      throw e;
    }
  }

  @Override
  public EagleConfig config() {
    return config;
  }

  @Override
  public Ints toTarget() {
    return toTarget;
  }

  @Override
  public long bytesPerRow() {
    return config.layer().bytesPerRow(1, type);
  }

  @Override
  public KvRows allocate(int capacity) {
    try (IValue rows = IValue.from(capacity)) {
      return new TorchKvRows(
          script,
          script.call("allocate", script.anchor(), rows),
          capacity,
          capacity * bytesPerRow());
    }
  }

  @Override
  public List<FeatureResult> forward(List<FeatureLane> lanes) {
    try (PtNDManager scope = (PtNDManager) script.manager().newSubManager();
        FeatureArguments arguments = new FeatureArguments(scope, config, lanes);
        IValue result = script.call(threads(lanes), "forward", arguments.with(weights.value()))) {
      IValue[] both = result.toIValueTuple();
      try (IValue outputs = both[0];
          IValue logits = both[1]) {
        return results(
            lanes, outputs.toTensor(scope).toFloatArray(), logits.toTensor(scope).toFloatArray());
      }
    }
  }

  private int threads(List<FeatureLane> lanes) {
    long tokens = lanes.stream().mapToInt(FeatureLane::size).sum();
    return tokens * config.products() <= FEW_PRODUCTS ? 1 : Threads.all();
  }

  private List<FeatureResult> results(List<FeatureLane> lanes, float[] outputs, float[] logits) {
    int width = config.layer().hiddenSize();
    int vocabulary = config.draftVocabularySize();
    List<FeatureResult> results = new ArrayList<>();
    int row = 0;
    int wanted = 0;
    for (FeatureLane lane : lanes) {
      int end = row + lane.size();
      int last = wanted + lane.wanted();
      results.add(
          new FeatureResult(
              new Features(
                  Arrays.copyOfRange(outputs, row * width, end * width), lane.size(), width),
              new Logits(
                  Arrays.copyOfRange(logits, wanted * vocabulary, last * vocabulary),
                  lane.wanted(),
                  vocabulary)));
      row = end;
      wanted = last;
    }
    return results;
  }

  @Override
  public void close() {
    weights.close();
    script.close();
  }
}

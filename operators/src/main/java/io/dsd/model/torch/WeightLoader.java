package io.dsd.model.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import io.dsd.model.ModelConfig;
import io.dsd.model.ModelException;
import io.dsd.model.checkpoint.Checkpoint;
import io.dsd.model.checkpoint.StoredTensor;
import io.dsd.model.checkpoint.TensorType;
import io.dsd.model.slice.LayerRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Loads the weights of one slice, and no others, in the order that {@link LlamaScript} reads them:
 * cosines, sines, the embedding if it is the first slice, six tensors per layer and those that only
 * some families have, the final norm and the head if it is the last.
 */
final class WeightLoader {

  private final Script script;
  private final Checkpoint checkpoint;
  private final IValue weights;
  private final Map<MappedFile, IValue> mappedFiles = new HashMap<>();

  private WeightLoader(Script script, Checkpoint checkpoint) {
    this.script = script;
    this.checkpoint = checkpoint;
    this.weights = script.call("tensors");
  }

  /** The weights as one list of tensors, which the caller closes. */
  static IValue load(Script script, Checkpoint checkpoint, LayerRange layers, int positions) {
    WeightLoader loader = new WeightLoader(script, checkpoint);
    try {
      loader.loadAll(layers, positions);
    } catch (RuntimeException e) {
      loader.weights.close();
      throw e;
    } finally {
      loader.mappedFiles.values().forEach(IValue::close);
    }
    return loader.weights;
  }

  private void loadAll(LayerRange layers, int positions) {
    ModelConfig config = checkpoint.config();
    RotaryTable rotary = RotaryTable.of(config, positions);
    add(made(rotary.cosines(), positions, config.headSize()));
    add(made(rotary.sines(), positions, config.headSize()));
    if (layers.isFirst()) {
      fuse("model.embed_tokens.weight");
    }
    for (int layer = layers.first(); layer < layers.end(); layer++) {
      String name = "model.layers." + layer + ".";
      String attention = name + "self_attn.";
      fuse(name + "input_layernorm.weight");
      fuse(attention + "q_proj.weight", attention + "k_proj.weight", attention + "v_proj.weight");
      fuse(attention + "o_proj.weight");
      fuse(name + "post_attention_layernorm.weight");
      fuse(name + "mlp.gate_proj.weight", name + "mlp.up_proj.weight");
      fuse(name + "mlp.down_proj.weight");
      if (config.family().queryKeyValueBias()) {
        fuse(attention + "q_proj.bias", attention + "k_proj.bias", attention + "v_proj.bias");
      }
      if (config.family().queryKeyNorm()) {
        fuse(attention + "q_norm.weight");
        fuse(attention + "k_norm.weight");
      }
    }
    if (layers.isLast()) {
      fuse("model.norm.weight");
      if (config.tiedEmbeddings() && layers.isFirst()) {
        shareEmbedding();
      } else {
        fuse(config.tiedEmbeddings() ? "model.embed_tokens.weight" : "lm_head.weight");
      }
    }
  }

  private void shareEmbedding() {
    try (IValue embedding = IValue.from(2)) {
      script.run("again", weights, embedding);
    }
  }

  private void fuse(String... names) {
    List<IValue> parts = new ArrayList<>();
    for (String name : names) {
      parts.add(part(checkpoint.get(name)));
    }
    add(parts.toArray(IValue[]::new));
  }

  private void add(IValue... parts) {
    try (IValue list = IValue.listFrom(parts)) {
      script.run("fuse", weights, list);
    } finally {
      for (IValue part : parts) {
        part.close();
      }
    }
  }

  private IValue part(StoredTensor tensor) {
    boolean aligned = tensor.offset() % tensor.type().blockBytes() == 0;
    return tensor.plain() && !TensorCode.isPacked(tensor.type()) && aligned
        ? mapped(tensor)
        : made(tensor.toFloats(), shape(tensor));
  }

  /** A tensor made outside lies in a Java buffer that is collected with it, hence the copy. */
  private IValue made(float[] values, long... shape) {
    try (NDArray array = script.manager().create(values, new Shape(shape));
        IValue borrowed = IValue.from((PtNDArray) array)) {
      return script.call("own", borrowed);
    }
  }

  /** The file's own pages, shared by every process that maps it; copied only to change type. */
  private IValue mapped(StoredTensor tensor) {
    IValue file = mappedFiles.computeIfAbsent(MappedFile.of(tensor), this::map);
    int size = tensor.type().blockBytes();
    try (IValue first = IValue.from(tensor.offset() / size);
        IValue count = IValue.from(tensor.bytes() / size);
        IValue shape = IValue.listFrom(shape(tensor))) {
      return script.call("part", file, first, count, shape);
    }
  }

  private IValue map(MappedFile file) {
    try (IValue name = IValue.from(file.path().toString());
        IValue count = IValue.from(Files.size(file.path()) / file.type().blockBytes());
        IValue type = IValue.from(TensorCode.ofPlain(file.type()))) {
      return script.call("map", name, count, type);
    } catch (IOException e) {
      throw new ModelException(file.path() + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static long[] shape(StoredTensor tensor) {
    return tensor.shape().stream().mapToLong(Integer::longValue).toArray();
  }

  /** A file seen as numbers of one type from its first byte on. */
  private record MappedFile(Path path, TensorType type) {

    static MappedFile of(StoredTensor tensor) {
      return new MappedFile(tensor.file(), tensor.type());
    }
  }
}

package io.dsd.model.torch;

import io.dsd.message.Ints;
import io.dsd.model.Family;
import io.dsd.model.ModelConfig;
import io.dsd.model.ModelException;
import io.dsd.model.Rope;
import io.dsd.model.checkpoint.Checkpoint;
import io.dsd.model.checkpoint.FourBits;
import io.dsd.model.checkpoint.StoredTensor;
import io.dsd.model.checkpoint.TensorType;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A checkpoint of random weights that lies in no file. */
record RandomCheckpoint(ModelConfig config) implements Checkpoint {

  static RandomCheckpoint small() {
    return new RandomCheckpoint(
        new ModelConfig(
            Family.LLAMA, 50, 32, 48, 4, 4, 2, 8, 1e-5, Rope.plain(10_000), 64, true, Ints.of(0)));
  }

  @Override
  public Optional<StoredTensor> find(String name) {
    return Optional.of(get(name));
  }

  @Override
  public StoredTensor get(String name) {
    return new RandomTensor(name, shape(name));
  }

  private List<Integer> shape(String name) {
    int head = config.headSize();
    String last = name.replaceFirst("\\.weight$", "").replaceFirst(".*\\.", "");
    return switch (last) {
      case "embed_tokens", "lm_head" -> List.of(config.vocabularySize(), config.hiddenSize());
      case "norm", "input_layernorm", "post_attention_layernorm" -> List.of(config.hiddenSize());
      case "q_proj" -> List.of(config.attentionHeads() * head, config.hiddenSize());
      case "k_proj", "v_proj" -> List.of(config.keyValueHeads() * head, config.hiddenSize());
      case "o_proj" -> List.of(config.hiddenSize(), config.attentionHeads() * head);
      case "gate_proj", "up_proj" -> List.of(config.intermediateSize(), config.hiddenSize());
      case "down_proj" -> List.of(config.hiddenSize(), config.intermediateSize());
      default -> throw new ModelException(name);
    };
  }

  private record RandomTensor(String name, List<Integer> shape) implements StoredTensor {

    @Override
    public Optional<FourBits> fourBits() {
      return Optional.empty();
    }

    @Override
    public TensorType type() {
      return TensorType.F32;
    }

    @Override
    public Path file() {
      throw new UnsupportedOperationException("in no file");
    }

    @Override
    public long offset() {
      return 0;
    }

    @Override
    public long bytes() {
      return 4L * toFloats().length;
    }

    @Override
    public boolean plain() {
      return false;
    }

    @Override
    public float[] toFloats() {
      Random random = new Random(name.hashCode());
      float[] values = new float[shape.stream().reduce(1, (a, b) -> a * b)];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian() * 0.3f;
      }
      return values;
    }
  }
}

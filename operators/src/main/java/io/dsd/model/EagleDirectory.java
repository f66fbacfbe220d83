package io.dsd.model;

import io.dsd.message.Ints;
import io.dsd.model.checkpoint.Checkpoint;
import io.dsd.model.checkpoint.FileTensor;
import io.dsd.model.checkpoint.StoredTensor;
import io.dsd.model.safetensors.SafetensorsDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A draft in EAGLE-3's checkpoint layout, as its authors and other trainers publish it: {@code
 * config.json} and {@code *.safetensors} with {@code fc}, one decoder layer ({@code midlayer} or
 * {@code layers.0}) over embedding and feature, a norm, a head over a draft vocabulary, and {@code
 * d2t}, the distance from a draft token's id to the target's. Opening one reads headers only.
 */
public final class EagleDirectory {

  private static final String EMBEDDING = "embed_tokens.weight";
  private static final String TO_TARGET = "d2t";
  private static final Set<String> NO_NUMBERS = Set.of(TO_TARGET, "t2d");
  private static final List<String> LAYER_NAMES = List.of("midlayer.", "layers.0.");

  private final Path path;
  private final EagleConfig config;
  private final Map<String, FileTensor> tensors;
  private final String layerName;
  private final StoredTensor embedding;
  private final Ints toTarget;

  /**
   * Opens a draft for a target.
   *
   * @throws ModelException if it is damaged, of another layout, or another target's
   */
  public EagleDirectory(Path path, Checkpoint target) {
    this.path = path;
    this.config = config(path, target.config());
    SafetensorsDirectory files = new SafetensorsDirectory(path);
    this.tensors = files.tensors(NO_NUMBERS);
    this.layerName =
        LAYER_NAMES.stream()
            .filter(name -> tensors.containsKey(name + "hidden_norm.weight"))
            .findFirst()
            .orElseThrow(() -> missing(LAYER_NAMES.get(0) + "hidden_norm.weight"));
    this.embedding =
        tensors.containsKey(EMBEDDING) ? tensors.get(EMBEDDING) : target.get("model." + EMBEDDING);
    checkShapes();
    this.toTarget = toTarget(files.integers(TO_TARGET));
  }

  /** Whether the directory claims to hold a draft of this layout. */
  public static boolean isOne(Path path) {
    Path file = path.resolve(HuggingFaceDirectory.CONFIG);
    return Files.isRegularFile(file) && JsonFields.read(file).has("draft_vocab_size");
  }

  private static EagleConfig config(Path path, ModelConfig target) {
    Path file = path.resolve(HuggingFaceDirectory.CONFIG);
    JsonFields fields = JsonFields.read(file);
    JsonFields own = fields.fields("eagle_config");
    if (own.flag("norm_before_residual", false) || fields.flag("norm_before_residual", false)) {
      throw fields.refused("norm_before_residual", true, "false");
    }
    same(fields, "vocab_size", target.vocabularySize());
    same(fields, "target_hidden_size", target.hiddenSize());
    int heads = fields.needed("num_attention_heads");
    int hidden = fields.needed("hidden_size");
    ModelConfig layer =
        new ModelConfig(
            Family.LLAMA,
            target.vocabularySize(),
            hidden,
            fields.needed("intermediate_size"),
            1,
            heads,
            fields.integer("num_key_value_heads").orElse(heads),
            fields.integer("head_dim").orElse(hidden / Math.max(1, heads)),
            fields.number("rms_norm_eps").orElse(target.normEpsilon()),
            HuggingFaceRope.read(fields, target.contextLength()),
            target.contextLength(),
            false,
            Ints.empty());
    int known = fields.needed("draft_vocab_size");
    if (known < 1 || known > target.vocabularySize()) {
      throw fields.refused(
          "draft_vocab_size", known, "1 to the target's " + target.vocabularySize());
    }
    return new EagleConfig(
        LlamaConfigs.checked(layer, file.toString()),
        target.hiddenSize(),
        known,
        taps(fields, own, target.layers()));
  }

  /** A field that may be left out, but must not say other than the target. */
  private static void same(JsonFields fields, String name, int targets) {
    int said = fields.integer(name).orElse(targets);
    if (said != targets) {
      throw fields.refused(name, said, "the target's %d: a draft for it".formatted(targets));
    }
  }

  /** By the authors' own choice, the inputs of layers 2, n/2 and n-3; some configs say others. */
  private static Ints taps(JsonFields fields, JsonFields own, int layers) {
    Ints outputs = own.integers("eagle_aux_hidden_state_layer_ids");
    Ints inputs =
        outputs.isEmpty()
            ? Ints.of(2, layers / 2, layers - 3)
            : Ints.of(outputs.stream().map(layer -> layer + 1).toArray());
    boolean rises = true;
    for (int i = 1; i < inputs.size(); i++) {
      rises &= inputs.get(i) > inputs.get(i - 1);
    }
    if (inputs.size() != EagleConfig.TAPS
        || !rises
        || inputs.get(0) < 0
        || inputs.last() >= layers) {
      throw fields.refused(
          "eagle_aux_hidden_state_layer_ids",
          outputs.isEmpty() ? "nothing" : outputs,
          "three rising layers of the target, which has %d, but for the last".formatted(layers));
    }
    return inputs;
  }

  private void checkShapes() {
    Map<String, List<Integer>> shapes = EagleShapes.of(config, layerName);
    shapes.forEach(
        (name, shape) -> {
          StoredTensor tensor = get(name);
          if (!tensor.shape().equals(shape)) {
            throw new ModelException(
                "Tensor %s in %s has the shape %s where config.json and the target ask for %s; is it a draft for this target?"
                    .formatted(name, tensor.file(), tensor.shape(), shape));
          }
        });
    for (String name : tensors.keySet()) {
      if (!shapes.containsKey(name) && !name.equals(EMBEDDING)) {
        throw new ModelException(
            "%s has a tensor %s, which EAGLE-3's layout with a Llama layer has not; other drafts are not supported."
                .formatted(path, name));
      }
    }
    List<Integer> wanted = List.of(config.layer().vocabularySize(), config.layer().hiddenSize());
    if (!embedding.shape().equals(wanted)) {
      throw new ModelException(
          "The embedding %s in %s has the shape %s where the draft in %s asks for %s; is it a draft for this target?"
              .formatted(embedding.name(), embedding.file(), embedding.shape(), path, wanted));
    }
  }

  private Ints toTarget(long[] distances) {
    int vocabulary = config.layer().vocabularySize();
    if (distances.length != config.draftVocabularySize()) {
      throw new ModelException(
          "%s in %s has %d entries where draft_vocab_size is %d."
              .formatted(TO_TARGET, path, distances.length, config.draftVocabularySize()));
    }
    int[] ids = new int[distances.length];
    for (int draft = 0; draft < ids.length; draft++) {
      long id = draft + distances[draft];
      if (id < 0 || id >= vocabulary) {
        throw new ModelException(
            "%s in %s takes token %d to %d, outside the target's vocabulary of %d; is it a draft for this target?"
                .formatted(TO_TARGET, path, draft, id, vocabulary));
      }
      ids[draft] = (int) id;
    }
    return Ints.of(ids);
  }

  private ModelException missing(String name) {
    return new ModelException(
        "%s has no tensor %s; it is incomplete, or no draft in EAGLE-3's layout."
            .formatted(path, name));
  }

  /** Its shape. */
  public EagleConfig config() {
    return config;
  }

  /** The target's id of each of its tokens. */
  public Ints toTarget() {
    return toTarget;
  }

  /** What turns the target's ids into vectors: its own table, else the target's. */
  public StoredTensor embedding() {
    return embedding;
  }

  /** A tensor of its decoder layer, such as {@code self_attn.q_proj.weight}. */
  public StoredTensor ofLayer(String name) {
    return get(layerName + name);
  }

  /** A tensor outside its decoder layer: {@code fc.weight}, {@code norm.weight}, and so on. */
  public StoredTensor get(String name) {
    StoredTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw missing(name);
    }
    return tensor;
  }
}

package io.dsd.model.gguf;

import io.dsd.model.Family;
import io.dsd.model.ModelConfig;
import io.dsd.model.ModelException;
import io.dsd.model.checkpoint.Checkpoint;
import io.dsd.model.checkpoint.FileCheckpoint;
import io.dsd.model.checkpoint.FileTensor;
import io.dsd.model.checkpoint.LlamaShapes;
import io.dsd.model.checkpoint.RowOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Checkpoints from GGUF files. */
public final class GgufCheckpoints {

  private GgufCheckpoints() {}

  /**
   * The checkpoint in the file of that header.
   *
   * @throws ModelException if it is not a supported decoder, or incomplete
   */
  public static Checkpoint of(GgufHeader header) {
    Path file = header.metadata().file();
    ModelConfig config = new GgufLlama(header).config();
    Set<String> names = LlamaShapes.of(config).keySet();
    long size = size(file);
    Map<String, FileTensor> tensors = new HashMap<>();
    for (GgufHeader.Entry entry : header.tensors()) {
      if (entry.name().equals(GgufRope.FACTORS)) {
        continue;
      }
      FileTensor tensor = tensor(file, entry, config, names);
      if (tensor.bytes() > size - tensor.offset()) {
        throw new ModelException(
            "%s ends within tensor %s; the file is incomplete, fetch it again."
                .formatted(file, entry.name()));
      }
      tensors.put(tensor.name(), tensor);
    }
    return new FileCheckpoint(file, config, tensors);
  }

  private static FileTensor tensor(
      Path file, GgufHeader.Entry entry, ModelConfig config, Set<String> names) {
    String name =
        GgufNames.huggingFace(entry.name())
            .filter(names::contains)
            .orElseThrow(
                () ->
                    new ModelException(
                        "%s has the tensor %s, which has no place in a %s decoder of %d layers without experts; such models are not supported."
                            .formatted(
                                file, entry.name(), config.family().label(), config.layers())));
    return new FileTensor(
        name, entry.type(), entry.shape(), rows(name, config), file, entry.offset());
  }

  /** Only llama.cpp's llama turns neighbours of a head together, so only its rows are reordered. */
  private static RowOrder rows(String name, ModelConfig config) {
    if (config.family() != Family.LLAMA) {
      return new RowOrder.AsUsed();
    }
    if (name.endsWith(".q_proj.weight")) {
      return new RowOrder.Interleaved(config.attentionHeads());
    }
    if (name.endsWith(".k_proj.weight")) {
      return new RowOrder.Interleaved(config.keyValueHeads());
    }
    return new RowOrder.AsUsed();
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new ModelException("%s cannot be read: %s.".formatted(file, e.getMessage()), e);
    }
  }
}

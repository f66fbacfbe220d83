package io.dsd.model;

import io.dsd.model.chat.ChatTemplate;
import io.dsd.model.checkpoint.Checkpoint;
import io.dsd.model.gguf.GgufHeader;
import io.dsd.model.tokenizer.Tokenizer;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A model on disk: everything that is needed to run it. Opening one reads headers only. */
public sealed interface ModelFiles permits HuggingFaceDirectory, GgufFile {

  /**
   * Opens the model at {@code path}: a directory with {@code config.json}, or a GGUF file.
   *
   * @throws ModelException if there is none, or it is damaged or not supported
   */
  static ModelFiles open(Path path) {
    if (Files.isRegularFile(path.resolve(HuggingFaceDirectory.CONFIG))) {
      return new HuggingFaceDirectory(path);
    }
    if (Files.isRegularFile(path) && beginsLikeGguf(path)) {
      return new GgufFile(path);
    }
    String found =
        Files.isDirectory(path)
            ? "is a directory without " + HuggingFaceDirectory.CONFIG
            : Files.exists(path) ? "is neither a directory nor a GGUF file" : "does not exist";
    throw new ModelException(
        "%s %s; a model is a GGUF file, or a Hugging Face directory with config.json, tokenizer.json and *.safetensors."
            .formatted(path, found));
  }

  /** Where the model is. */
  Path path();

  /** What people call it: the name of its file or directory, without {@code .gguf}. */
  String name();

  /** Its shape. */
  default ModelConfig config() {
    return checkpoint().config();
  }

  /** Its weights. */
  Checkpoint checkpoint();

  /**
   * Opens its tokenizer, which the caller closes.
   *
   * @throws ModelException if it has none that is supported
   */
  Tokenizer openTokenizer();

  /**
   * Its chat template, if it has one.
   *
   * @throws ModelException if it is damaged
   */
  Optional<ChatTemplate> chatTemplate();

  private static boolean beginsLikeGguf(Path path) {
    try (DataInputStream input = new DataInputStream(Files.newInputStream(path))) {
      return Integer.reverseBytes(input.readInt()) == GgufHeader.MAGIC;
    } catch (EOFException e) {
      return false;
    } catch (IOException e) {
      throw new ModelException("%s cannot be read: %s.".formatted(path, e.getMessage()), e);
    }
  }
}

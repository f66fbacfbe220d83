package io.dsd.model;

import io.dsd.model.chat.ChatTemplate;
import io.dsd.model.checkpoint.Checkpoint;
import io.dsd.model.safetensors.SafetensorsCheckpoints;
import io.dsd.model.tokenizer.DjlTokenizer;
import io.dsd.model.tokenizer.Tokenizer;
import java.nio.file.Path;
import java.util.Optional;

/** A model in a directory as Hugging Face's libraries save it. */
public final class HuggingFaceDirectory implements ModelFiles {

  static final String CONFIG = "config.json";

  private final Path path;
  private final Checkpoint checkpoint;

  HuggingFaceDirectory(Path path) {
    this.path = path;
    this.checkpoint = SafetensorsCheckpoints.of(path, HuggingFaceConfig.read(path));
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public String name() {
    return path.toAbsolutePath().normalize().getFileName().toString();
  }

  @Override
  public Checkpoint checkpoint() {
    return checkpoint;
  }

  @Override
  public Tokenizer openTokenizer() {
    return DjlTokenizer.open(path.resolve("tokenizer.json"));
  }

  @Override
  public Optional<ChatTemplate> chatTemplate() {
    return HuggingFaceChat.template(path);
  }
}

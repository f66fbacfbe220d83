package io.dsd.model;

import io.dsd.model.chat.ChatTemplate;
import io.dsd.model.chat.JinjaChatTemplate;
import io.dsd.model.checkpoint.Checkpoint;
import io.dsd.model.gguf.GgufCheckpoints;
import io.dsd.model.gguf.GgufHeader;
import io.dsd.model.gguf.GgufMetadata;
import io.dsd.model.tokenizer.GgufTokenizers;
import io.dsd.model.tokenizer.Tokenizer;
import java.nio.file.Path;
import java.util.Optional;

/** A model in one GGUF file. */
public final class GgufFile implements ModelFiles {

  private final GgufMetadata metadata;
  private final Checkpoint checkpoint;

  GgufFile(Path path) {
    GgufHeader header = GgufHeader.read(path);
    this.metadata = header.metadata();
    this.checkpoint = GgufCheckpoints.of(header);
  }

  @Override
  public Path path() {
    return metadata.file();
  }

  @Override
  public String name() {
    return path().toAbsolutePath().getFileName().toString().replaceFirst("(?i)\\.gguf$", "");
  }

  @Override
  public Checkpoint checkpoint() {
    return checkpoint;
  }

  @Override
  public Tokenizer openTokenizer() {
    return GgufTokenizers.open(metadata);
  }

  @Override
  public Optional<ChatTemplate> chatTemplate() {
    return metadata
        .text("tokenizer.chat_template")
        .map(
            text ->
                new JinjaChatTemplate(
                    text,
                    path().toString(),
                    GgufTokenizers.token(metadata, "bos_token_id").orElse(""),
                    GgufTokenizers.token(metadata, "eos_token_id").orElse("")));
  }
}

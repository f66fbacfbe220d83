package io.dsd.job.command;

import io.dsd.job.memory.TensorSizes;
import io.dsd.message.round.ComputeType;
import io.dsd.model.ModelConfig;
import io.dsd.model.ModelFiles;
import io.dsd.model.checkpoint.StoredTensor;
import io.dsd.model.slice.LayerRange;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What `dsd model show` prints. */
final class ModelSheet {

  private static final double MEBIBYTE = 1 << 20;

  private final ModelFiles files;
  private final ModelConfig config;
  private final TensorSizes weights;
  private final int slices;
  private final ComputeType type;

  ModelSheet(ModelFiles files, int slices, ComputeType type) {
    this.files = files;
    this.config = files.config();
    this.weights = new TensorSizes(config);
    this.slices = slices;
    this.type = type;
  }

  String text() {
    StringBuilder text = new StringBuilder();
    row(text, "model", files.name());
    row(text, "path", files.path().toString());
    row(text, "architecture", config.family().label());
    row(text, "parameters", "%,d".formatted(weights.elements()));
    row(text, "layers", "%,d".formatted(config.layers()));
    row(
        text,
        "hidden size",
        "%,d (feed-forward %,d)".formatted(config.hiddenSize(), config.intermediateSize()));
    row(
        text,
        "heads",
        "%d of size %d (keys and values: %d)"
            .formatted(config.attentionHeads(), config.headSize(), config.keyValueHeads()));
    row(
        text,
        "vocabulary",
        "%,d%s"
            .formatted(
                config.vocabularySize(),
                config.tiedEmbeddings() ? " (the head is the embedding)" : ""));
    row(text, "context", "%,d tokens".formatted(config.contextLength()));
    row(text, "stored as", storedAs());
    row(text, "chat template", files.chatTemplate().isPresent() ? "yes" : "no");
    text.append("%n%d slices in %s%n".formatted(slices, type.name().toLowerCase(Locale.ROOT)));
    text.append(
        "%5s  %-8s  %-22s  %12s  %16s%n"
            .formatted("slice", "layers", "besides", "weights", "KV per token"));
    int slice = 0;
    for (LayerRange range : LayerRange.split(config.layers(), slices)) {
      text.append(slice(slice++, range));
    }
    return text.toString();
  }

  private String slice(int slice, LayerRange range) {
    boolean first = range.isFirst();
    boolean last = range.isLast();
    long keyValueBytes = config.bytesPerRow(range.size(), type);
    String besides =
        first && last ? "embedding, norm, head" : first ? "embedding" : last ? "norm, head" : "";
    return "%5d  %-8s  %-22s  %8.1f MiB  %14s B%n"
        .formatted(
            slice,
            range.first() + "-" + (range.end() - 1),
            besides,
            weights.elements(range) * type.bytes() / MEBIBYTE,
            "%,d".formatted(keyValueBytes));
  }

  private String storedAs() {
    Map<String, Integer> counts = new TreeMap<>();
    long bytes = 0;
    for (String name : weights.names()) {
      StoredTensor tensor = files.checkpoint().get(name);
      counts.merge(tensor.type().name(), 1, Integer::sum);
      bytes += tensor.bytes();
    }
    String types =
        counts.entrySet().stream()
            .map(each -> each.getValue() + " " + each.getKey())
            .collect(Collectors.joining(", "));
    return "%s tensors, %.1f MiB".formatted(types, bytes / MEBIBYTE);
  }

  private static void row(StringBuilder text, String what, String value) {
    text.append("%-14s %s%n".formatted(what, value));
  }
}

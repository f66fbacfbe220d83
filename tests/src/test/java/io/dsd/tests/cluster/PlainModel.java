package io.dsd.tests.cluster;

import io.dsd.message.Ints;
import io.dsd.message.Sampling;
import io.dsd.message.round.ComputeType;
import io.dsd.model.ModelFiles;
import io.dsd.model.cache.AttentionMask;
import io.dsd.model.slice.KvRows;
import io.dsd.model.slice.Lane;
import io.dsd.model.slice.LaneResult;
import io.dsd.model.slice.LayerRange;
import io.dsd.model.tokenizer.Tokenizer;
import io.dsd.model.torch.TorchKernel;
import io.dsd.speculate.sampling.TokenPicker;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A model alone in fp32: no slices, no drafts, no rounds; one token after the other. */
public final class PlainModel implements AutoCloseable {

  private final TokenPicker picker = TokenPicker.forTarget();
  private final Ints endTokens;
  private final Tokenizer tokenizer;
  private final TorchKernel kernel;

  private PlainModel(Ints endTokens, Tokenizer tokenizer, TorchKernel kernel) {
    this.endTokens = endTokens;
    this.tokenizer = tokenizer;
    this.kernel = kernel;
  }

  /** Opens the model in that directory or file. */
  public static PlainModel open(String path) {
    ModelFiles files = ModelFiles.open(Path.of(path));
    LayerRange whole = LayerRange.whole(files.config().layers());
    int context = files.config().contextLength();
    return new PlainModel(
        files.config().endTokens(),
        files.openTokenizer(),
        TorchKernel.load(files.checkpoint(), whole, ComputeType.FP32, context));
  }

  /** Its tokenizer. */
  public Tokenizer tokenizer() {
    return tokenizer;
  }

  /** What it says after {@code prompt}: an end token, or so many tokens. */
  public Ints generate(Ints prompt, Sampling sampling, int maxTokens) {
    Ints answer = Ints.empty();
    try (KvRows rows = kernel.allocate(prompt.size() + maxTokens)) {
      Ints next = prompt;
      int known = 0;
      while (answer.size() < maxTokens) {
        float[] logits = lastLogits(rows, known, next);
        known += next.size();
        int token = picker.pick(logits, 0, logits.length, sampling, known);
        answer = answer.append(token);
        if (endTokens.stream().anyMatch(end -> end == token)) {
          break;
        }
        next = Ints.of(token);
      }
    }
    return answer;
  }

  private float[] lastLogits(KvRows rows, int known, Ints tokens) {
    Lane lane =
        new Lane(
            rows,
            known,
            Ints.range(known, known + tokens.size()),
            new AttentionMask.Causal(),
            tokens,
            Optional.empty(),
            tokens.size() - 1);
    return ((LaneResult.Scores) kernel.forward(List.of(lane)).get(0)).logits().row(0);
  }

  @Override
  public void close() {
    kernel.close();
    tokenizer.close();
  }
}

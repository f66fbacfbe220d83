package io.dsd.tests.cluster;

import io.dsd.message.Ints;
import io.dsd.message.Sampling;
import io.dsd.message.round.ComputeType;
import io.dsd.message.round.HiddenStates;
import io.dsd.message.round.RowType;
import io.dsd.model.ModelFiles;
import io.dsd.model.cache.AttentionMask;
import io.dsd.model.slice.Arithmetic;
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

/**
 * A model alone in fp32: no drafts, no rounds; one token after the other. It has slices only to
 * round what goes from one to the next.
 */
public final class PlainModel implements AutoCloseable {

  private final TokenPicker picker = TokenPicker.forTarget();
  private final Ints endTokens;
  private final Tokenizer tokenizer;
  private final List<TorchKernel> slices;

  private PlainModel(Ints endTokens, Tokenizer tokenizer, List<TorchKernel> slices) {
    this.endTokens = endTokens;
    this.tokenizer = tokenizer;
    this.slices = slices;
  }

  /** Opens the model in that directory or file. */
  public static PlainModel open(String path) {
    return open(path, 1, RowType.FP32);
  }

  /** Opens it cut into slices, which hand on rows of that type. */
  public static PlainModel open(String path, int slices, RowType rows) {
    ModelFiles files = ModelFiles.open(Path.of(path));
    Arithmetic arithmetic = Arithmetic.of(ComputeType.FP32).sending(rows);
    int context = files.config().contextLength();
    return new PlainModel(
        files.config().endTokens(),
        files.openTokenizer(),
        LayerRange.split(files.config().layers(), slices).stream()
            .map(
                range ->
                    TorchKernel.load(files.checkpoint(), range, arithmetic, context, Ints.empty()))
            .toList());
  }

  /** Its tokenizer. */
  public Tokenizer tokenizer() {
    return tokenizer;
  }

  /** What it says after {@code prompt}: an end token, or so many tokens. */
  public Ints generate(Ints prompt, Sampling sampling, int maxTokens) {
    Ints answer = Ints.empty();
    List<KvRows> rows =
        slices.stream().map(slice -> slice.allocate(prompt.size() + maxTokens)).toList();
    try {
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
    } finally {
      rows.forEach(KvRows::close);
    }
    return answer;
  }

  private float[] lastLogits(List<KvRows> rows, int known, Ints tokens) {
    Optional<HiddenStates> hidden = Optional.empty();
    for (int slice = 0; ; slice++) {
      Lane lane =
          new Lane(
              rows.get(slice),
              known,
              Ints.range(known, known + tokens.size()),
              new AttentionMask.Causal(),
              tokens,
              hidden,
              tokens.size() - 1);
      LaneResult result = slices.get(slice).forward(List.of(lane)).get(0);
      if (result instanceof LaneResult.Scores scores) {
        return scores.logits().row(0);
      }
      hidden = Optional.of(((LaneResult.Hidden) result).hidden());
    }
  }

  @Override
  public void close() {
    slices.forEach(TorchKernel::close);
    tokenizer.close();
  }
}

package io.dsd.job.bench.likelihood;

import io.dsd.message.Ints;
import io.dsd.message.round.ComputeType;
import io.dsd.model.ModelFiles;
import io.dsd.model.cache.AttentionMask;
import io.dsd.model.chat.ChatMessage;
import io.dsd.model.chat.ChatTemplate;
import io.dsd.model.slice.KvRows;
import io.dsd.model.slice.Lane;
import io.dsd.model.slice.LaneResult;
import io.dsd.model.slice.LayerRange;
import io.dsd.model.slice.SliceKernel;
import io.dsd.model.tokenizer.Tokenizer;
import io.dsd.model.torch.TorchKernel;
import java.util.List;
import java.util.Optional;

/** The whole target as one slice in this process, in fp32 whatever the answers were made in. */
public final class Target implements AutoCloseable {

  /** Logits of so many tokens are there at once. */
  private static final int CHUNK = 64;

  private final Tokenizer tokenizer;
  private final Optional<ChatTemplate> template;
  private final SliceKernel kernel;

  private Target(Tokenizer tokenizer, Optional<ChatTemplate> template, SliceKernel kernel) {
    this.tokenizer = tokenizer;
    this.template = template;
    this.kernel = kernel;
  }

  /**
   * Loads a model; its chat template, if it has one, renders the prompts.
   *
   * @throws io.dsd.model.ModelException if it cannot be read
   */
  public static Target open(ModelFiles model) {
    Tokenizer tokenizer = model.openTokenizer();
    try {
      LayerRange whole = LayerRange.whole(model.config().layers());
      return new Target(
          tokenizer,
          model.chatTemplate(),
          TorchKernel.load(
              model.checkpoint(), whole, ComputeType.FP32, model.config().contextLength()));
    } catch (RuntimeException failure) {
      tokenizer.close();
      throw failure;
    }
  }

  /**
   * The mean natural logarithm of the probability of an answer's tokens, at temperature 1.
   *
   * @param text what the user says
   * @param answer the generated tokens, one at least
   */
  public double logProbability(String text, List<Integer> answer) {
    Ints prompt = prompt(text);
    Ints all = prompt.append(answer.stream().mapToInt(Integer::intValue).toArray());
    double sum = 0;
    // the last token has no successor whose probability would be asked for
    int end = all.size() - 1;
    try (KvRows rows = kernel.allocate(end)) {
      for (int first = 0; first < end; first += CHUNK) {
        int next = Math.min(end, first + CHUNK);
        int wanted = Math.min(next, Math.max(first, prompt.size() - 1));
        LaneResult.Scores scores = forward(rows, all, first, next, wanted);
        for (int place = wanted; place < next; place++) {
          sum += logProbability(scores.logits().row(place - wanted), all.get(place + 1));
        }
      }
    }
    return sum / answer.size();
  }

  private Ints prompt(String text) {
    return template
        .map(chat -> tokenizer.encode(chat.render(List.of(new ChatMessage("user", text))), false))
        .orElseGet(() -> tokenizer.encode(text, true));
  }

  private LaneResult.Scores forward(KvRows rows, Ints all, int first, int next, int wanted) {
    Lane lane =
        new Lane(
            rows,
            first,
            Ints.range(first, next),
            new AttentionMask.Causal(),
            all.slice(first, next),
            Optional.empty(),
            wanted - first);
    return (LaneResult.Scores) kernel.forward(List.of(lane)).get(0);
  }

  private static double logProbability(float[] logits, int token) {
    double greatest = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      greatest = Math.max(greatest, logit);
    }
    double total = 0;
    for (float logit : logits) {
      total += Math.exp(logit - greatest);
    }
    return logits[token] - greatest - Math.log(total);
  }

  @Override
  public void close() {
    kernel.close();
    tokenizer.close();
  }
}

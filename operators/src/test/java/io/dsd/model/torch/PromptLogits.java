package io.dsd.model.torch;

import io.dsd.message.Ints;
import io.dsd.model.cache.AttentionMask;
import io.dsd.model.slice.KvRows;
import io.dsd.model.slice.Lane;
import io.dsd.model.slice.LaneResult;
import java.util.List;
import java.util.Optional;

/** The logits that follow a prompt, by one forward pass over all of it. */
final class PromptLogits {

  private PromptLogits() {}

  static float[] after(TorchKernel kernel, Ints prompt) {
    try (KvRows rows = kernel.allocate(prompt.size())) {
      Lane lane =
          new Lane(
              rows,
              0,
              Ints.range(0, prompt.size()),
              new AttentionMask.Causal(),
              prompt,
              Optional.empty(),
              prompt.size() - 1);
      return ((LaneResult.Scores) kernel.forward(List.of(lane)).get(0)).logits().row(0);
    }
  }
}

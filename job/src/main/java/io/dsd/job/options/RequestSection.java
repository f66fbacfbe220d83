package io.dsd.job.options;

import io.dsd.kafka.prompt.RequestDefaults;
import java.io.Serializable;

/** The {@code request} section: what a request gets that does not say. */
public record RequestSection(
    @Setting(
            fallback = "256",
            min = "1",
            meaning =
                "`max_tokens` of a request without one, cut to what the context leaves. OpenAI's"
                    + " servers take 16 for a prompt and no limit for messages; this is enough for"
                    + " an answer and bounds what a forgotten field costs.")
        int maxTokens,
    @Setting(
            fallback = "1",
            min = "0",
            max = "2",
            meaning =
                "`temperature` of a request without one. 1 as with OpenAI's servers, so that a"
                    + " request means the same here; 0 always takes the likeliest token and drafts"
                    + " are accepted more often.")
        double temperature,
    @Setting(
            fallback = "1",
            min = "0",
            aboveMin = true,
            max = "1",
            meaning =
                "`top_p` of a request without one: tokens beyond this much of the probability are"
                    + " left out. 1 leaves none out.")
        double topP,
    @Setting(
            fallback = "0",
            min = "0",
            meaning =
                "`top_k` of a request without one: only so many of the likeliest tokens are"
                    + " considered. 0 considers all.")
        int topK,
    @Setting(
            fallback = "0",
            min = "0",
            max = "0.9",
            meaning =
                "`relaxation` of a request without one: how far a verdict may follow the drafter on"
                    + " tokens that matter little (see `relaxation`). 0 never does: the answer is"
                    + " that of plain decoding.")
        double relaxation)
    implements Serializable {

  /** The same for the module that reads prompts. */
  public RequestDefaults forReaders() {
    return new RequestDefaults(maxTokens, temperature, topP, topK, relaxation);
  }
}

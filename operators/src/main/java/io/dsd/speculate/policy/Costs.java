package io.dsd.speculate.policy;

/**
 * What a round costs, in milliseconds.
 *
 * @param links all links of a round together, and whatever else it waits for
 * @param launch computing a batch in all slices together, however small it is
 * @param token computing one more token in all slices together
 * @param draft drafting one level of a block: one forward pass of the drafter
 * @param slices how many slices there are, which work on different batches at the same time
 */
public record Costs(double links, double launch, double token, double draft, int slices) {

  /** Checks that no time is negative. */
  public Costs {
    if (!(links >= 0 && launch >= 0 && token >= 0 && draft >= 0) || slices < 1) {
      throw new IllegalArgumentException(
          "links %s, launch %s, token %s, draft %s, slices %d: times cannot be negative"
              .formatted(links, launch, token, draft, slices));
    }
  }

  /** From sending so many tokens to their verdict, if they find the slices idle. */
  public double round(double tokens) {
    return links + launch + token * tokens;
  }

  /** How long each slice is busy with a batch of so many tokens. */
  public double stage(double tokens) {
    return (launch + token * tokens) / slices;
  }
}

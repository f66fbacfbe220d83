package io.dsd.message.round;

/**
 * What relaxed verification made of a block's verdict.
 *
 * @param judged committed tokens about which the drafter had something to say
 * @param key how many of these were key tokens
 * @param totalVariation the sum, over the judged tokens, of the total variation distance between
 *     the target's distribution and the one that the token was picked from
 */
public record Leeway(int judged, int key, double totalVariation) {

  /** Nothing was relaxed. */
  public static final Leeway NONE = new Leeway(0, 0, 0);

  /** Checks the counts. */
  public Leeway {
    if (key < 0 || judged < key || !(totalVariation >= 0)) {
      throw new IllegalArgumentException(
          "%d of %d tokens are key, total variation %s".formatted(key, judged, totalVariation));
    }
  }

  /** These and those together. */
  public Leeway plus(Leeway more) {
    return new Leeway(judged + more.judged, key + more.key, totalVariation + more.totalVariation);
  }
}

package io.dsd.speculate.router;

/**
 * Chooses the route of a sequence's next round: the drafter, or none, whose rounds have lately
 * yielded the most tokens per time in this sequence. The others are tried now and then, two rounds
 * in a row because a drafter that comes back has to catch up in the first one, and the less often
 * the longer and the further they stay behind: a drafter that does not pay steps aside and costs
 * next to nothing.
 */
public final class Router {

  private static final int TRIAL = 2;
  private static final int SOONEST = 8;
  private static final int LATEST = 128;

  /** What another route must promise beyond the one in use: yields are noisy. */
  private static final double WORTH_CHANGING = 1.03;

  private final Yields yields;
  private final int[] patience;
  private final int[] since;
  private int route;
  private int trial;
  private int trialRounds;

  private Router(Yields yields) {
    this.yields = yields;
    this.patience = new int[yields.routes()];
    this.since = new int[yields.routes()];
    this.trial = -1;
    for (int each = 0; each < patience.length; each++) {
      patience[each] = SOONEST;
      if (yields.of(each) > yields.of(route)) {
        route = each;
      }
    }
  }

  /** Makes routers that learn from each other. */
  public static final class Routers {

    private final Yields all;

    /** For so many routes; the first one is taken until another proves better. */
    public Routers(int routes) {
      if (routes < 1) {
        throw new IllegalArgumentException(routes + " routes: need 1 at least");
      }
      all = Yields.ofAll(routes);
    }

    /** The router of a sequence that begins. */
    public Router open() {
      return new Router(all.ofOne());
    }
  }

  /** The route of the next round. */
  public int choose() {
    if (trial < 0) {
      trial = due();
      trialRounds = 0;
    }
    return trial < 0 ? route : trial;
  }

  private int due() {
    for (int each = 0; each < since.length; each++) {
      if (each != route && (!yields.isKnown(each) || since[each] >= rest(each))) {
        return each;
      }
    }
    return -1;
  }

  /** How many rounds a route is left alone: one that yields half as much, eight times as many. */
  private double rest(int each) {
    double behind = Math.max(1, yields.of(route) / yields.of(each));
    return Math.min(LATEST, patience[each] * Math.pow(behind, 3));
  }

  /**
   * Takes in a round.
   *
   * @param taken its route
   * @param tokens how many tokens it committed
   * @param millis how much time went by since the round before
   */
  public void observe(int taken, int tokens, double millis) {
    yields.observe(taken, tokens, millis);
    for (int each = 0; each < since.length; each++) {
      since[each]++;
    }
    since[taken] = 0;
    if (taken == trial) {
      trialRounds++;
      if (trialRounds == TRIAL) {
        patience[trial] = Math.min(LATEST, 2 * patience[trial]);
        trial = -1;
      }
    }
    if (trial < 0) {
      settle();
    }
  }

  private void settle() {
    int best = route;
    double most = yields.of(route) * WORTH_CHANGING;
    for (int each = 0; each < since.length; each++) {
      if (yields.isKnown(each) && yields.of(each) > most) {
        best = each;
        most = yields.of(each);
      }
    }
    if (best != route) {
      patience[route] = SOONEST;
      patience[best] = SOONEST;
      route = best;
    }
  }
}

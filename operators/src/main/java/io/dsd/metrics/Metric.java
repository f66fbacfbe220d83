package io.dsd.metrics;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Everything that operators measure. Names are a promise to dashboards: {@code docs/metrics.md} is
 * made of this list, and a test compares it with what is registered.
 */
public enum Metric {
  /** Tokens committed. */
  TOKENS(Stage.DRAFT, Kind.COUNTER, "Tokens committed."),
  /** How many tokens are committed each second. */
  TOKENS_PER_SECOND(
      Stage.DRAFT, Kind.METER, "Tokens committed each second, over the last ten seconds."),
  /** Rounds that brought a verdict. */
  ROUNDS(Stage.DRAFT, Kind.COUNTER, "Rounds that brought a verdict."),
  /** Drafted tokens that were verified. */
  DRAFTED(Stage.DRAFT, Kind.COUNTER, "Drafted tokens that were verified."),
  /** Drafted tokens that were accepted. */
  ACCEPTED(Stage.DRAFT, Kind.COUNTER, "Drafted tokens that were accepted."),
  /** Tokens of a round. */
  ACCEPTANCE_LENGTH(
      Stage.DRAFT,
      Kind.GAUGE,
      "Tokens that a round commits, the bonus token included; the mean since the task started."),
  /** Sequences that are decoded. */
  ACTIVE(Stage.DRAFT, Kind.GAUGE, "Sequences that are being decoded."),
  /** Sequences that wait. */
  WAITING(Stage.DRAFT, Kind.GAUGE, "Sequences that wait to be decoded."),
  /** Blocks without a verdict. */
  ROUNDS_IN_FLIGHT(Stage.DRAFT, Kind.GAUGE, "Blocks whose verdict is still to come."),
  /** Time of a round. */
  ROUND_NANOS(
      Stage.DRAFT,
      Kind.HISTOGRAM,
      "From a block's leaving to its verdict: the sum of the three that follow."),
  /** Time of a round in links. */
  LINK_NANOS(
      Stage.DRAFT,
      Kind.HISTOGRAM,
      "What of that is left for links, serialisation and the threads of Flink."),
  /** Time of a round in forward passes. */
  COMPUTE_NANOS(Stage.DRAFT, Kind.HISTOGRAM, "What of that the forward passes of all slices took."),
  /** Time of a round in queues. */
  QUEUE_NANOS(
      Stage.DRAFT,
      Kind.HISTOGRAM,
      "What of that the block waited in slices, for a forward pass to begin."),
  /** Time of a proposal. */
  DRAFT_NANOS(
      Stage.DRAFT,
      Kind.HISTOGRAM,
      "From asking the drafter to its answer. With a `draft.window` of 1 a sequence's rounds are"
          + " this far apart; with a larger one drafting goes on meanwhile."),
  /** Share of time in which the drafter works. */
  DRAFTER_BUSY_SHARE(
      Stage.DRAFT, Kind.GAUGE, "The share of the last five seconds in which the drafter worked."),
  /** Sequences that ended. */
  COMPLETED(Stage.DRAFT, Kind.COUNTER, "Sequences that have ended, for whatever reason."),
  /** Sequences that ended at their deadline. */
  PAST_DEADLINE(Stage.DRAFT, Kind.COUNTER, "Sequences that their deadline ended."),
  /** Sequences that were cancelled. */
  CANCELLED(Stage.DRAFT, Kind.COUNTER, "Sequences that a cancel record ended."),
  /** Records that were not served. */
  REFUSED(Stage.DRAFT, Kind.COUNTER, "Records that could not be served and were answered so."),
  /** Verdicts that came too late. */
  STALE_VERDICTS(
      Stage.DRAFT,
      Kind.COUNTER,
      "Verdicts that did not matter any more when they came: of a cancelled block, an ended"
          + " sequence, an earlier incarnation of the draft."),
  /** Replays. */
  REPLAYS(
      Stage.DRAFT,
      Kind.COUNTER,
      "How often a sequence's tokens were sent again, after a restart or a slice's rebase."),
  /** Replays that differed. */
  REPLAY_DIVERGENCES(
      Stage.DRAFT,
      Kind.COUNTER,
      "Replays in which the target picked another token than before; 0 with `dtype: fp32`."),
  /** Tokens that were not computed. */
  SHARED_TOKENS(
      Stage.DRAFT,
      Kind.COUNTER,
      "Tokens of prompts that were not computed, because another sequence begins with them."),
  /** Blocks that were given up. */
  CANCELLED_BLOCKS(
      Stage.DRAFT, Kind.COUNTER, "Blocks that were given up, because they built on a wrong guess."),
  /** Tokens that were tried, by depth. */
  TRIED(
      Stage.DRAFT,
      "depth.N",
      Kind.COUNTER,
      "Drafted tokens at depth N whose parent was accepted, for the first 16 depths."),
  /** Tokens that were accepted, by depth. */
  ACCEPTED_AT_DEPTH(
      Stage.DRAFT, "depth.N", "accepted", Kind.COUNTER, "Those of them that were accepted."),
  /** Rounds by who drafted. */
  ROUNDS_OF_DRAFTER(
      Stage.DRAFT, "drafter.NAME", "rounds", Kind.COUNTER, "Rounds whose block NAME drafted."),
  /** Blocks by their depth. */
  BLOCKS_OF_DEPTH(
      Stage.DRAFT,
      "sent.drafter.NAME.depth.N",
      "blocks",
      Kind.COUNTER,
      "Blocks by NAME in which N drafted tokens stand after each other; N is `more` beyond 16."),
  /** Blocks by their size. */
  BLOCKS_OF_NODES(
      Stage.DRAFT,
      "sent.drafter.NAME.nodes.N",
      "blocks",
      Kind.COUNTER,
      "Blocks by NAME of N drafted tokens, N being the next power of two; `more` beyond 256."),
  /** Blocks by how many are on their way. */
  BLOCKS_OF_WINDOW(
      Stage.DRAFT,
      "sent.drafter.NAME.window.N",
      "blocks",
      Kind.COUNTER,
      "Blocks by NAME that left as the Nth of their sequence on its way; `more` beyond 8."),

  /** Layers of a slice. */
  LAYERS(Stage.SLICE, Kind.GAUGE, "Layers of the target that it holds."),
  /** Messages that wait. */
  QUEUE_LENGTH(Stage.SLICE, Kind.GAUGE, "Messages that wait for the forward pass at work to end."),
  /** Forward passes. */
  FORWARDS(Stage.SLICE, Kind.GAUGE, "Forward passes made."),
  /** Time of a forward pass. */
  FORWARD_NANOS(Stage.SLICE, Kind.HISTOGRAM, "The time of a forward pass."),
  /** Tokens of a forward pass. */
  FORWARD_TOKENS(Stage.SLICE, Kind.HISTOGRAM, "The tokens of a forward pass."),
  /** Time at work. */
  BUSY_NANOS(Stage.SLICE, Kind.COUNTER, "The time in which it worked, not only in forward passes."),
  /** Share of time at work. */
  BUSY_SHARE(Stage.SLICE, Kind.GAUGE, "The share of the last five seconds in which it worked."),
  /** Bytes of KV rows. */
  CACHE_BYTES(Stage.SLICE, Kind.GAUGE, "Bytes of KV rows in use."),
  /** Bytes that KV rows may take. */
  CACHE_BUDGET(Stage.SLICE, Kind.GAUGE, "Bytes of KV rows that it may have: `kv.memory`."),
  /** Evictions. */
  EVICTIONS(Stage.SLICE, Kind.GAUGE, "Sequences whose KV rows were given up for want of room."),
  /** Rebases. */
  REBASES(
      Stage.SLICE,
      Kind.GAUGE,
      "Blocks that found the rows missing that they build on, so that the draft sends them again.");

  /** Which operators have a metric. */
  public enum Stage {
    /** The draft: one for each replica. */
    DRAFT,
    /** The slices: one for each replica and slice. */
    SLICE;

    /** Its group below {@code dsd}. */
    public String group() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The kinds that Flink knows. */
  public enum Kind {
    /** Only grows, and begins at 0 when its task starts. */
    COUNTER,
    /** What is so at a moment; a total of what only grows, too, where a slice keeps it itself. */
    GAUGE,
    /** A rate. */
    METER,
    /** Quantiles of the last values. */
    HISTOGRAM
  }

  private final Stage stage;
  private final String groups;
  private final String leaf;
  private final Kind kind;
  private final String meaning;

  Metric(Stage stage, Kind kind, String meaning) {
    this(stage, "", "", kind, meaning);
  }

  Metric(Stage stage, String groups, Kind kind, String meaning) {
    this(stage, groups, "", kind, meaning);
  }

  Metric(Stage stage, String groups, String leaf, Kind kind, String meaning) {
    this.stage = stage;
    this.groups = groups;
    this.leaf = leaf.isEmpty() ? camel(name()) : leaf;
    this.kind = kind;
    this.meaning = meaning;
  }

  private static String camel(String constant) {
    return Pattern.compile("_(.)")
        .matcher(constant.toLowerCase(Locale.ROOT))
        .replaceAll(start -> start.group(1).toUpperCase(Locale.ROOT));
  }

  /** Which operators have it. */
  public Stage stage() {
    return stage;
  }

  /** What Flink makes of it. */
  public Kind kind() {
    return kind;
  }

  /** What it is, in a sentence. */
  public String meaning() {
    return meaning;
  }

  /** The last part of its name. */
  public String leaf() {
    return leaf;
  }

  /**
   * Its name below its operator, such as {@code dsd.draft.tokens}; {@code N} and {@code NAME} stand
   * for what there can be many of.
   */
  public String path() {
    String inner = groups.isEmpty() ? "" : groups + ".";
    return "dsd." + stage.group() + "." + inner + leaf;
  }

  /** Whether there is exactly one of an operator. */
  public boolean isSingle() {
    return groups.isEmpty();
  }
}

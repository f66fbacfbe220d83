package io.dsd.speculate.round;

import static java.util.Objects.requireNonNull;

import io.dsd.message.Ints;
import io.dsd.message.Relaxation;
import io.dsd.message.Sampling;
import io.dsd.message.SequenceId;
import io.dsd.message.round.Block;
import io.dsd.message.round.Cancel;
import io.dsd.message.round.Compaction;
import io.dsd.message.round.Opinions;
import io.dsd.message.round.Parent;
import io.dsd.message.round.Rebase;
import io.dsd.message.round.Taps;
import io.dsd.message.round.Tree;
import io.dsd.message.round.Verdict;
import io.dsd.speculate.Proposal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The rounds of one sequence in one epoch, as the draft sees them: makes blocks, and reads
 * verdicts.
 *
 * <p>Verdicts come in the order of the blocks. A block on the committed prefix can be followed,
 * while its verdict is out, by blocks that each hang on a node of the one before plus a guess of
 * the bonus token there; a guess that turns out wrong voids all blocks after it.
 */
public final class SequenceRounds {

  /**
   * A block whose verdict is out.
   *
   * @param settles how many committed rows every slice has once it has worked through the block
   */
  private record InFlight(Block block, int settles) {}

  private final SequenceId sequence;
  private final long epoch;
  private final Sampling sampling;
  private final int chunk;
  private final Deque<InFlight> inFlight = new ArrayDeque<>();
  private final List<Compaction> compactions = new ArrayList<>();
  private Ints committed;
  private Ints expected;
  private int sentRows;
  private int settledRows;
  private int confirmedRows;
  private int nextRound;
  private int firstLiveRound;
  private Relaxation relaxation = Relaxation.STRICT;
  private int newestVerdict = -1;

  private SequenceRounds(
      SequenceId sequence,
      long epoch,
      Sampling sampling,
      int chunk,
      Ints committed,
      Ints expected) {
    this.sequence = sequence;
    this.epoch = epoch;
    this.sampling = sampling;
    this.chunk = chunk;
    this.committed = committed;
    this.expected = expected;
  }

  /**
   * The rounds of a sequence that starts.
   *
   * @param chunk how many tokens a block of a prefill has at most
   * @param prompt its prompt, at least one token
   */
  public static SequenceRounds start(
      SequenceId sequence, long epoch, Sampling sampling, int chunk, Ints prompt) {
    return new SequenceRounds(sequence, epoch, sampling, chunk, prompt, Ints.empty());
  }

  /**
   * The rounds of a sequence that a restart interrupted. Its last token is sent as a draft, so that
   * the first verdict tells whether the target still picks it.
   *
   * @param prompt its prompt
   * @param generated what was committed after it
   */
  public static SequenceRounds resume(
      SequenceId sequence, long epoch, Sampling sampling, int chunk, Ints prompt, Ints generated) {
    if (generated.isEmpty()) {
      return start(sequence, epoch, sampling, chunk, prompt);
    }
    int last = generated.size() - 1;
    return new SequenceRounds(
        sequence,
        epoch,
        sampling,
        chunk,
        prompt.append(generated.slice(0, last)),
        generated.slice(last, last + 1));
  }

  /**
   * Lets verdicts follow the drafter's opinions from now on.
   *
   * @return these rounds
   */
  public SequenceRounds relax(Relaxation allowed) {
    relaxation = requireNonNull(allowed, "allowed");
    return this;
  }

  /** Whether verdicts may follow the drafter's opinions. */
  public boolean isRelaxed() {
    return !relaxation.isStrict();
  }

  /** All tokens committed so far, prompt included. */
  public Ints committed() {
    return committed.append(expected);
  }

  /** Whether no verdict is out. */
  public boolean isIdle() {
    return inFlight.isEmpty();
  }

  /** The newest block whose verdict is out. */
  public Optional<Block> newest() {
    return Optional.ofNullable(inFlight.peekLast()).map(InFlight::block);
  }

  /** How many verdicts are out. */
  public int blocksInFlight() {
    return inFlight.size();
  }

  /** Whether the next block replays what a restart interrupted; it takes no proposal. */
  public boolean isResuming() {
    return !expected.isEmpty();
  }

  /**
   * How many leading tokens have a row in every slice, once these have worked through what was sent
   * so far: rows that another sequence can share.
   */
  public int settledRows() {
    return settledRows;
  }

  /**
   * Lets the next block build on rows that the slices have from another sequence.
   *
   * @param rows how many these are
   * @return how many of them are built on: not all if they are as many as the committed tokens,
   *     because the last one's row is the one that brings a verdict; 0 if they are no more than
   *     what was sent before
   * @throws IllegalStateException if a verdict is out
   */
  public int reuse(int rows) {
    if (!inFlight.isEmpty()) {
      throw new IllegalStateException(sequence + " waits for the verdict of an earlier block");
    }
    int reused = Math.min(rows, committed.size() - 1);
    if (reused <= sentRows) {
      return 0;
    }
    sentRows = reused;
    return reused;
  }

  /**
   * The next blocks on the committed prefix: the rows that are missing, in chunks, and the proposal
   * on the last committed token.
   *
   * @param proposal drafted tokens; ignored while resuming
   * @throws IllegalStateException if a verdict is out
   */
  public List<Block> issue(Proposal proposal) {
    if (!inFlight.isEmpty()) {
      throw new IllegalStateException(sequence + " waits for the verdict of an earlier block");
    }
    Proposal drafted = isResuming() ? Proposal.chain(expected) : proposal;
    List<Block> blocks = new ArrayList<>();
    while (committed.size() - sentRows > chunk) {
      Ints tokens = committed.slice(sentRows, sentRows + chunk);
      blocks.add(onPrefix(tokens, Proposal.nothing(), false));
    }
    Block last = onPrefix(committed.slice(sentRows, committed.size()), drafted, true);
    inFlight.add(new InFlight(last, settledRows));
    blocks.add(last);
    return blocks;
  }

  private Block onPrefix(Ints known, Proposal drafted, boolean verify) {
    int last = known.size() - 1;
    int[] parents =
        drafted.parents().stream().map(node -> node < 0 ? last : known.size() + node).toArray();
    Block block =
        new Block(
            sequence,
            epoch,
            nextRound++,
            Parent.committed(),
            sentRows,
            known.size(),
            verify,
            known.append(drafted.tokens()),
            new Tree(Ints.range(-1, last).append(parents)),
            sampling,
            compactions,
            opinions(drafted));
    compactions.clear();
    sentRows += known.size();
    settledRows = sentRows;
    return block;
  }

  /**
   * A block that goes ahead of the newest block's verdict.
   *
   * @param node the node of the newest block that it hangs on
   * @param guess the bonus token that the verdict is expected to bring there
   * @param proposal drafted tokens after the guess
   * @throws IllegalStateException if no verdict is out
   */
  public Block issueAhead(int node, int guess, Proposal proposal) {
    if (inFlight.isEmpty() || isResuming()) {
      throw new IllegalStateException(sequence + " has no block to go ahead of");
    }
    Block newest = inFlight.getLast().block();
    int[] parents = proposal.parents().stream().map(parent -> parent + 1).toArray();
    Block block =
        new Block(
            sequence,
            epoch,
            nextRound++,
            new Parent.Node(newest.round(), node),
            newest.basePosition() + newest.tree().path(node).size(),
            0,
            true,
            Ints.of(guess).append(proposal.tokens()),
            new Tree(Ints.of(-1).append(parents)),
            sampling,
            compactions,
            opinions(proposal));
    compactions.clear();
    // it brings the verdicts that settle all rows but that of the newest token
    settledRows = Math.max(settledRows, committed.size() - 1);
    inFlight.add(new InFlight(block, settledRows));
    return block;
  }

  private Optional<Opinions> opinions(Proposal proposal) {
    return proposal.opinions().isEmpty() || !isRelaxed()
        ? Optional.empty()
        : Optional.of(new Opinions(relaxation, proposal.opinions()));
  }

  /** Reads a verdict. */
  public Outcome accept(Verdict verdict) {
    InFlight oldest = inFlight.peekFirst();
    if (verdict.epoch() != epoch || oldest == null || oldest.block().round() != verdict.round()) {
      return new Outcome.Stale();
    }
    inFlight.removeFirst();
    Block block = oldest.block();
    confirmedRows = oldest.settles();
    newestVerdict = verdict.round();
    compactions.add(new Compaction(verdict.round(), verdict.accepted()));
    // the guess below a block that went ahead was committed by the verdict before
    int known = block.committed() == 0 ? 1 : 0;
    Ints accepted = verdict.accepted().slice(known, verdict.accepted().size());
    int[] tokens = accepted.stream().map(block.tokens()::get).toArray();
    int cancelled = keepWhatHangsOn(block, verdict);
    int drafted = block.size() - Math.max(1, block.committed());
    int end = end(block, verdict);
    boolean rejected = block.tree().parents().stream().anyMatch(parent -> parent == end);
    int tried = tokens.length + (rejected ? 1 : 0);
    Outcome.Committed news =
        commit(Ints.of(tokens).append(verdict.nextToken()), drafted, tried, cancelled);
    return news.with(verdict.leeway());
  }

  /** The node that the walk along the target's tokens ended at. */
  private static int end(Block block, Verdict verdict) {
    return verdict.accepted().isEmpty() ? block.committed() - 1 : verdict.accepted().last();
  }

  private int keepWhatHangsOn(Block block, Verdict verdict) {
    int end = end(block, verdict);
    if (inFlight.isEmpty()) {
      return 0;
    }
    Block next = inFlight.getFirst().block();
    if (next.parent().equals(new Parent.Node(block.round(), end))
        && next.tokens().get(0) == verdict.nextToken()) {
      return 0;
    }
    int cancelled = inFlight.size();
    voidBlocks();
    return cancelled;
  }

  private Outcome.Committed commit(Ints tokens, int drafted, int tried, int cancelled) {
    boolean resuming = isResuming();
    boolean diverged = resuming && tokens.get(0) != expected.get(0);
    Ints fresh = tokens;
    if (diverged) {
      committed = committed.append(expected);
      fresh = Ints.empty();
    } else {
      committed = committed.append(tokens);
      fresh = resuming ? tokens.slice(1, tokens.size()) : tokens;
    }
    expected = Ints.empty();
    // the newest token has no row yet, unless a block that went ahead brings it
    sentRows = committed.size() - 1;
    return resuming
        ? new Outcome.Committed(fresh, 0, 0, 0, diverged, cancelled)
        : new Outcome.Committed(fresh, drafted, tried, tokens.size() - 1, false, cancelled);
  }

  /**
   * Whether the rows are of committed tokens, or about to be: those of a block whose verdict is the
   * newest one or the next one to come. A block that went ahead on a wrong guess is neither.
   */
  public boolean counts(Taps taps) {
    InFlight next = inFlight.peekFirst();
    boolean accepted =
        taps.round() == newestVerdict || (next != null && next.block().round() == taps.round());
    return taps.epoch() == epoch && (accepted || taps.isCommitted());
  }

  /** Reads a slice's word that rows are missing. */
  public Outcome accept(Rebase rebase) {
    if (rebase.epoch() != epoch || rebase.round() < firstLiveRound) {
      return new Outcome.Stale();
    }
    voidBlocks();
    sentRows = Math.min(rebase.haveLength(), committed.size() - 1);
    settledRows = sentRows;
    confirmedRows = sentRows;
    return new Outcome.Replay(sentRows);
  }

  private void voidBlocks() {
    // slices may skip them, and with them the verdicts that they carry
    List<Compaction> unsure =
        inFlight.stream().flatMap(gone -> gone.block().compactions().stream()).toList();
    compactions.addAll(0, unsure);
    inFlight.clear();
    settledRows = confirmedRows;
    firstLiveRound = nextRound;
  }

  /** Gives up all verdicts that are out. */
  public Cancel abandon() {
    voidBlocks();
    return cancel();
  }

  /** Tells the slices which blocks are void. */
  public Cancel cancel() {
    return new Cancel(sequence, epoch, firstLiveRound);
  }
}

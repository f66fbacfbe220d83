package io.dsd.speculate.round;

import io.dsd.message.Ints;
import io.dsd.message.Sampling;
import io.dsd.message.SequenceId;
import io.dsd.message.round.Block;
import io.dsd.speculate.BlockShape;
import io.dsd.speculate.DraftPlan;
import io.dsd.speculate.DraftTask;
import io.dsd.speculate.Proposal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The drafting of one sequence: what its drafter is asked next, and which blocks the answers make.
 *
 * <pre>
 *   committed tokens | block r: the path to its likeliest leaf | block r+1: guess, path | ...
 *   '------------------------------- the guessed path ----------------------------------'
 * </pre>
 *
 * <p>While verdicts are out and the window allows, the drafter goes on from the guessed path: the
 * first token of its likeliest branch is the guess of the bonus token there, and what hangs on that
 * token the next block's proposal. One task is open at most. A verdict that leaves the path makes
 * the open task void; one that ends it leaves the task's answer useful if it guessed the bonus
 * token.
 */
public final class Drafting {

  private final SequenceId sequence;
  private final SequenceRounds rounds;
  private final Sampling sampling;
  private final int longest;
  private Ints path;
  private int leaf;
  private boolean silent;
  private Optional<DraftTask> open = Optional.empty();

  /**
   * For a sequence without blocks on their way.
   *
   * @param longest how many tokens it may ever have, prompt included
   */
  public Drafting(SequenceId sequence, SequenceRounds rounds, Sampling sampling, int longest) {
    this.sequence = sequence;
    this.rounds = rounds;
    this.sampling = sampling;
    this.longest = longest;
    this.path = rounds.committed();
  }

  /**
   * Sends the missing rows of the prefix, without a proposal; meanwhile the drafter takes the
   * prefix in, or goes ahead.
   */
  public Step begin(DraftPlan plan) {
    open = Optional.empty();
    follow();
    Step step = go(issue(Proposal.nothing()), plan);
    if (step.task().isPresent() || plan.shape().isNothing()) {
      return step;
    }
    return new Step(step.blocks(), Optional.of(task(BlockShape.NOTHING)));
  }

  /** Whether no block is on its way and no answer that could be of use. */
  public boolean isFree() {
    Ints known = rounds.committed();
    return rounds.isIdle() && open.filter(task -> endsAt(task, known)).isEmpty();
  }

  /** Goes on after a verdict. */
  public Step advance(DraftPlan plan) {
    if (rounds.isIdle()) {
      follow();
    }
    return go(List.of(), plan);
  }

  /**
   * Takes a drafter's answer; one to another task than the open one changes nothing.
   *
   * @return empty if it was such
   */
  public Optional<Step> answer(DraftTask task, Proposal proposal, DraftPlan plan) {
    if (open.filter(task::equals).isEmpty()) {
      return Optional.empty();
    }
    open = Optional.empty();
    return Optional.of(rounds.isIdle() ? onPrefix(task, proposal, plan) : ahead(proposal, plan));
  }

  private Step onPrefix(DraftTask task, Proposal proposal, DraftPlan plan) {
    Ints known = path.slice(task.prefix().size(), path.size());
    Optional<Proposal> rest = after(proposal, known).filter(found -> found.size() > 0);
    if (rest.isEmpty() && !known.isEmpty()) {
      return go(List.of(), plan);
    }
    return go(issue(rest.orElse(Proposal.nothing())), plan);
  }

  /** What the proposal says after tokens that are known by now. */
  private static Optional<Proposal> after(Proposal proposal, Ints known) {
    int node = -1;
    for (int token : known.toArray()) {
      OptionalInt child = proposal.child(node, token);
      if (child.isEmpty()) {
        return Optional.empty();
      }
      node = child.getAsInt();
    }
    return Optional.of(proposal.below(node));
  }

  private Step ahead(Proposal proposal, DraftPlan plan) {
    if (proposal.size() == 0) {
      silent = true;
      return go(List.of(), plan);
    }
    int root = proposal.path(proposal.likeliestLeaf()).get(0);
    Proposal below = proposal.below(root);
    Block block = rounds.issueAhead(leaf, proposal.tokens().get(root), below);
    int end = below.likeliestLeaf();
    path = path.append(proposal.tokens().get(root)).append(below.tokensTo(end));
    leaf = end + 1;
    return go(List.of(block), plan);
  }

  private List<Block> issue(Proposal proposal) {
    List<Block> blocks = rounds.issue(proposal);
    if (!rounds.isResuming()) {
      int end = proposal.likeliestLeaf();
      path = path.append(proposal.tokensTo(end));
      leaf = blocks.get(blocks.size() - 1).committed() + end;
    }
    return blocks;
  }

  /** Asks for what the plan and the open task leave to be asked. */
  private Step go(List<Block> sent, DraftPlan plan) {
    if (open.filter(this::isUseful).isPresent()) {
      return new Step(sent, Optional.empty());
    }
    open = Optional.empty();
    if (rounds.isIdle()) {
      BlockShape shape = plan.shape().upTo(room());
      if (shape.isNothing()) {
        List<Block> blocks = new ArrayList<>(sent);
        blocks.addAll(issue(Proposal.nothing()));
        return new Step(blocks, Optional.empty());
      }
      open = Optional.of(task(shape));
    } else if (mayGoAhead(plan)) {
      BlockShape shape = plan.shape();
      // one more for the guess
      open = Optional.of(task(new BlockShape(shape.depth() + 1, shape.nodes() + 1).upTo(room())));
    }
    return new Step(sent, open);
  }

  private boolean mayGoAhead(DraftPlan plan) {
    return rounds.blocksInFlight() < plan.window()
        && !plan.shape().isNothing()
        && !rounds.isResuming()
        && !silent
        && room() > 0;
  }

  /** How many tokens can be drafted after the path: a round brings one more by itself. */
  private int room() {
    return longest - path.size() - 1;
  }

  private boolean isUseful(DraftTask task) {
    return rounds.isIdle() ? endsAt(task, path) : path.equals(task.prefix());
  }

  /** Whether an answer can hold what follows the tokens: it may have guessed the last of them. */
  private static boolean endsAt(DraftTask task, Ints tokens) {
    return tokens.startsWith(task.prefix()) && tokens.size() - task.prefix().size() <= 1;
  }

  private DraftTask task(BlockShape shape) {
    return new DraftTask(
        sequence, path, rounds.committed().size(), sampling, shape, rounds.isRelaxed());
  }

  /** The path ends where the committed tokens do. */
  private void follow() {
    path = rounds.committed();
    silent = false;
  }
}
